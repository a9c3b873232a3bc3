// CodeMirror as the page uses it. It lives in a shadow root: there it keeps its styles in style sheets of its own making,
// which a strict Content-Security-Policy allows, where in a document it would write <style> elements, which it does not.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { sparql } from '@codemirror/legacy-modes/mode/sparql';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const KEYWORDS = ('SELECT DISTINCT WHERE OPTIONAL FILTER UNION MINUS VALUES BIND ASK CONSTRUCT DESCRIBE PREFIX ORDER BY GROUP '
  + 'HAVING LIMIT OFFSET COUNT SUM MIN MAX AVG GROUP_CONCAT AS DESC ASC STR LANG CONTAINS REGEX STRSTARTS COALESCE IF EXISTS NOT').split(' ');

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--keyword)', fontWeight: '600' },
  { tag: tags.comment, color: 'var(--mut)' },
  { tag: [tags.string, tags.literal], color: 'var(--string)' },
  { tag: [tags.variableName, tags.local(tags.variableName)], color: 'var(--variable)' },
  { tag: tags.atom, color: 'var(--acc)' },
]);

const THEME = EditorView.theme({
  '&': { color: 'var(--fg)', backgroundColor: 'var(--panel)', height: '100%', fontSize: '13px' },
  '&.cm-focused': { outline: '2px solid var(--acc)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'ui-monospace, Menlo, Consolas, "Noto Sans Mono CJK SC", monospace', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--fg)' },
  '.cm-cursor': { borderLeftColor: 'var(--fg)' },
  '.cm-gutters': { backgroundColor: 'var(--bg)', color: 'var(--mut)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--acc) 8%, transparent)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground':
    { backgroundColor: 'color-mix(in srgb, var(--acc) 28%, transparent)' },
  '.cm-tooltip': { backgroundColor: 'var(--panel)', color: 'var(--fg)', border: '1px solid var(--line)' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--hl)', color: 'var(--fg)' },
  '.cm-completionDetail': { color: 'var(--mut)', fontStyle: 'normal' },
});

// `terms` are {label, detail}; what the document itself names as ?variable is offered as well.
function completer(terms) {
  return context => {
    const word = context.matchBefore(/[?$]?[\w:.-]*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const text = context.state.doc.toString();
    const variables = [...new Set(text.match(/\?\w+/g))].filter(name => name !== word.text).map(label => ({ label, type: 'variable' }));
    const options = /^[?$]/.test(word.text) ? variables
      : [...KEYWORDS.map(label => ({ label, type: 'keyword' })), ...terms.map(term => ({ ...term, type: 'class' }))];
    return { from: word.from, options, validFor: /^[?$]?[\w:.-]*$/ };
  };
}

// Puts an editor into the element `parent` and returns how to read, write and name it; `run` is called for Ctrl-Enter.
export function make(parent, { text, label, terms, run }) {
  const root = parent.attachShadow({ mode: 'open' });
  const frame = document.createElement('div');
  frame.style.height = '100%';
  root.append(frame);
  const name = new Compartment();
  const named = words => EditorView.contentAttributes.of({ 'aria-label': words, spellcheck: 'false', tabindex: '0' });
  const view = new EditorView({
    root,
    parent: frame,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), highlightActiveLine(),
        EditorView.lineWrapping, StreamLanguage.define(sparql), syntaxHighlighting(COLOURS), THEME,
        autocompletion({ override: [completer(terms)], icons: false }), name.of(named(label)),
        // Tab stays what moves the focus, so that nobody is caught in the editor.
        keymap.of([{ key: 'Mod-Enter', run: () => { run(); return true; } }, ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
      ],
    }),
  });
  return {
    read: () => view.state.doc.toString(),
    write: words => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: words }, selection: { anchor: 0 }, scrollIntoView: true }),
    rename: words => view.dispatch({ effects: name.reconfigure(named(words)) }),
    focus: () => view.focus(),
  };
}
