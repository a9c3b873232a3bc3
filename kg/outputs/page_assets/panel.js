// The panel beside the picture: an entity or a line with its facts, each with its sentences, source and rule.
const FIRST = 12;

function link(id) {
  return make('a', { href: '#node=' + encodeURIComponent(NODES[id].iri) }, NODES[id].label);
}

function item(id, note) {
  return make('li', {}, swatch(kindOf(NODES[id])), link(id), make('small', {}, note));
}

function list(ids, note) {
  return unfold(ids.map(id => item(id, note(id))), rows => make('ul', { className: 'plain' }, ...rows));
}

// The first few rows, and a button that adds the rest.
function unfold(rows, wrap = rows => make('div', {}, ...rows), first = FIRST) {
  const box = wrap(rows.slice(0, first)), rest = rows.slice(first);
  if (!rest.length) return box;
  const more = button(word('more', rest.length), () => { more.remove(); box.append(...rest); });
  return make('div', {}, box, more);
}

function valueOf([sort, value]) {
  return sort === 'node' ? link(value) : sort === 'term' ? term(value) : String(value);
}

function properties(pairs) {
  const rows = pairs.flatMap(([name, values]) => [
    make('dt', {}, term(name)),
    make('dd', {}, ...values.flatMap((value, i) => i ? ['、', valueOf(value)] : [valueOf(value)])),
  ]);
  return rows.length ? make('dl', {}, ...rows) : null;
}

function sourceOf(article) {
  const certainty = article.certainty ? `（${DATA.words[language][article.certainty] || article.certainty}）` : '';
  return make('footer', {},
    make('span', {}, `《${article.headline}》 ${article.date || word('undated')}${certainty}`),
    article.basis ? make('span', {}, `${word('basis')}：${article.basis}`) : null,
    article.file ? make('span', {}, `${word('file')}：${article.file}`) : null);
}

// Sentences of one article, one after the other, with their source said once.
function quote(sentences) {
  const article = DATA.articles[DATA.passages[sentences[0].passage].article];
  const lines = sentences.map(({ passage, marks, raw }) =>
    make('p', {}, ...marked(raw === undefined ? DATA.passages[passage].text : raw, marks)));
  return make('blockquote', {}, unfold(lines, undefined, 4), article ? sourceOf(article) : null);
}

function quotes(sentences) {
  const runs = [];
  for (const sentence of sentences) {
    const last = runs.at(-1), article = DATA.passages[sentence.passage].article;
    if (last && DATA.passages[last[0].passage].article === article) last.push(sentence); else runs.push([sentence]);
  }
  return runs.map(quote);
}

function ruleLine(rule) {
  const version = rule.version ? ` v${rule.version}` : '';
  return make('p', { className: 'rule' }, `${word('rule')}：`, make('code', {}, rule.id + version), rule.about ? `　${rule.about}` : '');
}

function fact(place) {
  const record = DATA.facts[place];
  return make('article', {}, make('b', {}, term(record.class)), properties(record.properties),
    ...quotes(record.sentences), ...record.rules.map(rule => ruleLine(DATA.rules[rule])));
}

function section(name, count, content) {
  return count ? [make('h2', {}, `${word(name)} · ${count}`), content] : [];
}

function fill(...children) {
  $('panel').replaceChildren(...children);
  $('panel').scrollTop = 0;
}

function panelOverview() {
  const hubs = ranked.filter(id => degree(id)).slice(0, 15);
  fill(make('h2', {}, word('overview')), make('p', {}, word('help')),
    ...section('hubs', hubs.length, list(hubs, id => String(degree(id)))));
}

function panelKind(group) {
  const ids = ranked.filter(id => NODES[id].group === group);
  fill(make('h3', {}, swatch(DATA.kinds[group]), ` ${term(DATA.kinds[group].class)} · ${ids.length}`),
    unfold(ids.map(id => item(id, String(degree(id)))), rows => make('ul', { className: 'plain' }, ...rows), 200));
}

function tools(id) {
  const copy = button(word('copy'), () => {
    const done = () => { copy.textContent = word('copied'); };
    if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(done, () => {});
  });
  const view = alone === id
    ? button(word('all'), () => { drawOverview(); if (drawnNodes.get(id) === null) select(null); else select(id); })
    : button(word('only'), () => { drawAround(id); select(id); });
  return make('div', { className: 'tools' }, view, copy);
}

function panelNode(id) {
  const node = NODES[id], near = neighbours(id).sort((a, b) => degree(b) - degree(a));
  const relationTo = end => touching[id].filter(edge => other(edge, id) === end).map(relationText).join('、');
  fill(make('h3', {}, node.label),
    make('div', { className: 'kind' }, swatch(kindOf(node)), term(kindOf(node).class)),
    make('div', { className: 'iri' }, node.iri), tools(id),
    ...section('described', node.properties.length, properties(node.properties)),
    ...section('neighbours', near.length, list(near, relationTo)),
    ...section('facts', node.facts.length, unfold(node.facts.map(fact))),
    ...section('articles', node.articles.length, unfold(node.articles.map(place => make('blockquote', {}, sourceOf(DATA.articles[place]))))),
    ...section('mentions', node.mentions.length, make('div', {}, ...quotes(node.mentions.map(([passage, marks]) => ({ passage, marks }))))));
}

function panelLine(id) {
  const edge = EDGES[id];
  fill(make('h3', {}, link(edge.from), ' → ', link(edge.to)), ...edge.relations.flatMap(([name, facts]) => [
    make('h2', {}, `${term(name)}${facts.length ? ` · ${facts.length}` : ''}`),
    facts.length ? unfold(facts.map(fact)) : make('p', { className: 'rule' }, word('nofacts')),
  ]));
}
