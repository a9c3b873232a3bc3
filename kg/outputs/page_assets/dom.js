'use strict';
// Words and elements. Every element is built from text; no text is ever read as markup.
const DATA = JSON.parse(document.getElementById('page-data').textContent);
const $ = id => document.getElementById(id);
let language = 'zh';

function word(name, ...values) {
  return values.reduce((text, value, i) => text.replace(`{${i}}`, () => String(value)), DATA.words[language][name]);
}

function term(curie) {
  const has = Object.prototype.hasOwnProperty.call(DATA.terms, curie), labels = has ? DATA.terms[curie] : {};
  return labels[language] || labels.zh || labels.en || curie;
}

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value; else element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null));
  return element;
}

// What a newspaper printed is Chinese, whatever language the page speaks.
const chinese = (tag, properties, ...children) => make(tag, { lang: 'zh-CN', ...properties }, ...children);

function button(text, onclick, properties = {}) {
  return make('button', { type: 'button', onclick, ...properties }, text);
}

const OUTLINES = {
  dot: 'M6 0a6 6 0 1 0 .01 0z', square: 'M1 1h10v10H1z', diamond: 'M6 0l6 6-6 6-6-6z',
  triangle: 'M6 1l6 10H0z', triangleDown: 'M6 11L0 1h12z', hexagon: 'M3 1h6l3 5-3 5H3L0 6z',
  star: 'M6 0l1.8 4H12L8.7 6.8 10 12 6 9 2 12l1.3-5.2L0 4h4.2z',
};

function vector(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function swatch(kind) {
  const shape = vector('path', { d: OUTLINES[kind.shape], fill: kind.color });
  return vector('svg', { class: 'swatch', viewBox: '0 0 12 12', 'aria-hidden': 'true' }, shape);
}

// Marks count code points, as everything in the graph does; a JavaScript string counts UTF-16 units.
function marked(text, marks) {
  const characters = Array.from(text), parts = [];
  let last = 0;
  for (const [begin, end] of marks) {
    parts.push(characters.slice(last, begin).join(''), make('mark', {}, characters.slice(begin, end).join('')));
    last = end;
  }
  return [...parts, characters.slice(last).join('')];
}

// The middle of a long name goes: its beginning and its end tell it from others.
function shorten(text, most = 14) {
  const characters = Array.from(text), tail = Math.floor((most - 1) / 2);
  if (characters.length <= most) return text;
  return characters.slice(0, most - 1 - tail).join('') + '…' + characters.slice(-tail).join('');
}
