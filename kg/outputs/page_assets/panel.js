// The panel beside the picture: an entity, a line or a fact with its sentences, source and rule.
const FIRST = 12;

const hrefOf = id => address({ ...stay(), node: NODES[id].iri });
const link = (id, text = called(id)) => chinese('a', { href: hrefOf(id) }, text);
const factLink = (place, text) => make('a', { href: address({ ...stay(), fact: DATA.facts[place].iri }) }, text);
const lineLink = (edge, text) => make('a', { href: address({ ...stay(), line: NODES[edge.from].iri, to: NODES[edge.to].iri }) }, text);

function item(id, ...note) {
  return make('li', {}, swatch(kindOf(NODES[id])), link(id), make('small', {}, ...note));
}

function list(ids, note, first) {
  return unfold(ids, rows => make('ul', { className: 'plain' }, ...rows), first, id => item(id, note(id)));
}

// The first few rows, and a button that adds the next: a list of thousands is written only as far as it is read.
function unfold(rows, wrap = made => make('div', {}, ...made), first = FIRST, write = row => row) {
  const box = wrap(rows.slice(0, first).map(row => write(row)));
  if (rows.length <= first) return box;
  let shown = first;
  const more = button('', () => {
    const next = rows.slice(shown, shown + 200).map(row => write(row));
    box.append(...next);
    shown += next.length;
    count();
    const inside = next.length && next[0].querySelector('a, button');
    if (inside) inside.focus({ preventScroll: true });
  }, { className: 'more' });
  const count = () => { more.textContent = word('more', rows.length - shown); more.hidden = shown >= rows.length; };
  count();
  return make('div', {}, box, more);
}

function valueOf([sort, value]) {
  if (sort === 'fact') return factLink(...value);
  return sort === 'node' ? link(value) : sort === 'term' ? term(value) : sort === 'truth' ? word(value) : chinese('span', {}, String(value));
}

function properties(pairs) {
  const rows = pairs.flatMap(([name, values]) => [
    make('dt', {}, term(name)),
    make('dd', {}, ...values.flatMap((value, i) => i ? [word('comma'), valueOf(value)] : [valueOf(value)])),
  ]);
  return rows.length ? make('dl', {}, ...rows) : null;
}

const dateText = article => `${article.date || word('undated')}${article.certainty ? word('brackets', DATA.words[language][article.certainty] || article.certainty) : ''}`;

function sourceOf(article) {
  return make('footer', {},
    make('span', {}, chinese('span', {}, `《${article.headline}》 `), dateText(article)),
    article.basis ? make('span', {}, word('basis') + word('colon'), chinese('span', {}, article.basis)) : null,
    article.file ? make('span', {}, word('file') + word('colon') + article.file) : null);
}

// Sentences of one article, one after the other, with their source said once.
function quote(sentences) {
  const article = DATA.articles[DATA.passages[sentences[0].passage].article];
  const write = ({ passage, marks, raw }) => chinese('p', {}, ...marked(raw === undefined ? DATA.passages[passage].text : raw, marks));
  return make('blockquote', {}, unfold(sentences, undefined, 4, write), article ? sourceOf(article) : null);
}

function quotes(sentences) {
  const runs = [];
  for (const sentence of sentences) {
    const last = runs[runs.length - 1], article = DATA.passages[sentence.passage].article;
    if (last && DATA.passages[last[0].passage].article === article) last.push(sentence); else runs.push([sentence]);
  }
  return runs;
}

function ruleLine(rule) {
  const version = rule.version ? ` v${rule.version}` : '';
  return make('p', { className: 'rule' }, word('rule') + word('colon'), make('code', {}, rule.id + version), rule.about ? chinese('span', {}, `　${rule.about}`) : '');
}

// Why each name in the fact was taken for the entity that it links to.
function reasons(record) {
  const ends = record.properties.flatMap(([, values]) => values.filter(([sort]) => sort === 'node').map(([, id]) => id));
  const rows = [...new Set(ends)].flatMap(id => NODES[id].properties.filter(([name]) => name === 'kg:resolution' || name === 'kg:openReference')
    .map(([name, values]) => make('li', {}, chinese('span', {}, NODES[id].label), `${word('colon')}${name === 'kg:openReference' ? term(name) : values.map(([, text]) => text).join('；')}`)));
  return rows.length ? make('details', { className: 'rule' }, make('summary', {}, word('reasons')), make('ul', {}, ...rows)) : null;
}

function fact(place) {
  const record = DATA.facts[place];
  return make('article', {}, make('h4', {}, factLink(place, term(record.class))), properties(record.properties),
    ...quotes(record.sentences).map(quote), ...record.rules.map(rule => ruleLine(DATA.rules[rule])), reasons(record));
}

function section(name, count, content) {
  return count ? [make('h3', {}, `${name} · ${count}`), content] : [];
}

// Facts by class, in the order of the view, the earliest first.
function factSections(places, first = 6) {
  const date = place => factArticles(DATA.facts[place]).map(each => DATA.articles[each].date || '9').sort()[0] || '9';
  return DATA.order.flatMap(name => {
    const some = places.filter(place => DATA.facts[place].class === name).map(place => [date(place), place]);
    some.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]));
    return section(term(name), some.length, unfold(some, undefined, first, ([, place]) => fact(place)));
  });
}

// A choice made in the panel replaces what was chosen from; the reader's place goes on from the panel itself.
function fill(...children) {
  const inside = $('panel').contains(document.activeElement);
  $('panel').replaceChildren(...children.filter(child => child !== null));
  $('panel').scrollTop = 0;
  if (inside) $('panel').focus({ preventScroll: true });
}

// What a page must say that holds a part of a large graph: who is missing here may well be in the graph.
const partNote = () => DATA.whole ? null : make('p', { className: 'part' }, word('part', NODES.length));

function panelOverview() {
  const hubs = ranked.slice(0, 40).filter(degree), keys = [['/', 'key_search'], ['Esc', 'key_back'], ['↑ ↓ ↵', 'key_pick']];
  fill(make('h2', {}, word('overview')), partNote(), make('p', {}, word('help')),
    make('ul', { className: 'keys' }, ...keys.map(([key, name]) => make('li', {}, make('kbd', {}, key), ` ${word(name)}`))),
    ...section(word('hubs'), hubs.length, list(hubs, id => String(degree(id)), 15)));
}

function panelKind(group) {
  const ids = ranked.filter(id => NODES[id].group === group && nodeInRange(id));
  fill(make('h2', {}, swatch(DATA.kinds[group]), ` ${term(DATA.kinds[group].class)} · ${ids.length}`), list(ids, id => String(degree(id)), 100));
}

function panelSearch(text) {
  const found = searchAll(text);
  fill(make('h2', {}, word('found', text, found.length)), partNote(), shareTools(), found.length ? list(found, hint, 100) : make('p', {}, word('none')));
}

function copying(name, text) {
  const made = button(word(name), () => copy(text()).then(done => { made.textContent = word(done ? 'copied' : 'uncopied'); }));
  return made;
}

function shareTools(...more) {
  return make('div', { className: 'tools' }, ...more, copying('copy', () => location.href.split('#')[0] + address(state)));
}

const back = () => button(word('all'), () => go(stay()));

function panelNode(id) {
  const node = NODES[id], near = neighbours(id).sort(byDegree);
  const relations = end => make('span', {}, ...edgeBetween(id, end).flatMap((edge, i) => {
    const named = lineLink(edge, `${edge.from === id ? '' : '← '}${relationText(edge)}`);
    return i ? [word('comma'), named] : [named];
  }));
  const written = unfold(node.articles, undefined, FIRST, place => make('blockquote', {}, sourceOf(DATA.articles[place])));
  const mentions = unfold(quotes(node.mentions.map(([passage, marks]) => ({ passage, marks }))), undefined, FIRST, quote);
  fill(chinese('h2', { className: 'name' }, node.label),
    make('div', { className: 'kind' }, swatch(kindOf(node)), term(kindOf(node).class)),
    make('div', { className: 'iri' }, node.iri),
    shareTools(back(), copying('copy_iri', () => node.iri)), wayFinder(id),
    ...section(word('described'), node.properties.length, properties(node.properties)),
    ...section(word('neighbours'), near.length, list(near, relations)),
    ...factSections(node.facts),
    ...section(word('articles'), node.articles.length, written),
    ...section(word('mentions'), node.mentions.length, mentions));
}

function panelLine(edges) {
  const [{ from, to }] = edges;
  fill(make('h2', { className: 'name' }, link(from), ' → ', link(to)), shareTools(back()), ...edges.flatMap(edge => lineFacts(edge)));
}

function lineFacts(edge, first = FIRST) {
  return edge.relations.flatMap(([name, facts]) => [
    make('h3', {}, `${term(name)}${facts.length ? ` · ${facts.length}` : ''}`),
    facts.length ? unfold(facts, undefined, first, fact) : make('p', { className: 'rule' }, word('nofacts')),
  ]);
}

function panelFact(place) {
  const record = DATA.facts[place];
  fill(make('h2', {}, term(record.class)), make('div', { className: 'iri' }, record.iri),
    shareTools(back(), copying('copy_iri', () => record.iri)), fact(place));
}
