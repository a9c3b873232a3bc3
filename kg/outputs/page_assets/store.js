// The records, who is linked to whom, short names; and the meeting point of the page's parts.
const NODES = DATA.nodes, EDGES = DATA.edges;
NODES.forEach((node, i) => { node.id = i; });
EDGES.forEach((edge, i) => { edge.id = i; });
const kindOf = node => DATA.kinds[node.group];
const byIri = new Map(NODES.map(node => [node.iri, node.id]));
const factByIri = new Map(DATA.facts.map((fact, i) => [fact.iri, i]));
const touching = NODES.map(() => []);
for (const edge of EDGES) {
  touching[edge.from].push(edge);
  if (edge.to !== edge.from) touching[edge.to].push(edge);
}
const other = (edge, id) => edge.from === id ? edge.to : edge.from;
const neighbours = id => [...new Set(touching[id].map(edge => other(edge, id)))].filter(near => near !== id);
const degree = id => touching[id].length;
const byDegree = (a, b) => degree(b) - degree(a) || a - b;
const overview = DATA.overview;
const ranked = NODES.map(node => node.id).sort(byDegree);
const sizeOf = id => Math.min(30, Math.round(6 + 3 * Math.sqrt(degree(id))));
const relationText = edge => edge.relations.map(([name]) => term(name)).join(word('comma'));
const edgeBetween = (a, b) => touching[a].filter(edge => other(edge, a) === b);

// Articles that tell of a fact or an entity: what dates it.
const articlesOf = passages => [...new Set(passages.map(place => DATA.passages[place].article))].filter(place => place >= 0);
const factArticles = fact => articlesOf(fact.sentences.map(sentence => sentence.passage));
function nodeArticles(id) {
  const node = NODES[id], told = node.facts.flatMap(place => factArticles(DATA.facts[place]));
  return [...new Set([...told, ...node.articles, ...articlesOf(node.mentions.map(([passage]) => passage))])];
}

const bearers = new Map();
for (const node of NODES) for (const name of new Set([node.label, ...node.aliases])) bearers.set(name, (bearers.get(name) || 0) + 1);

// Namesakes are told apart by a date: their own, else the first on which a newspaper tells of them.
function dateOf(id) {
  const own = NODES[id].properties.find(([name]) => name === 'schema:startDate');
  if (own) return String(own[1][0][1]);
  return nodeArticles(id).map(place => DATA.articles[place].date).filter(Boolean).sort()[0] || '';
}

// On the picture there is no markup to keep a name's control and direction characters from what stands beside it.
const tame = text => text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '');

// A body with a long name goes by a short form (区政协) where nothing else is called so.
function caption(id, most = 14) {
  const node = NODES[id], long = Array.from(node.label).length > most;
  const short = long && kindOf(node).class === 'org:FormalOrganization'
    ? node.aliases.filter(name => bearers.get(name) === 1 && Array.from(name).length < most).sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0] : undefined;
  const text = tame(short || shorten(node.label, most)), date = bearers.get(node.label) > 1 ? dateOf(id) : '';
  return date ? text + word('brackets', date) : text;
}

// A name for lists and headings: whole, unless it is longer than any name is.
const called = id => caption(id, 120);

// What the views beside the picture may use; main.js fills in the rest once all parts are there.
const PAGE = {
  views: new Map(), onSpeak: [], onFiltered: [],
  view(name, draw) { PAGE.views.set(name, draw); },
  onLanguage(fn) { PAGE.onSpeak.push(fn); },
  onFilter(fn) { PAGE.onFiltered.push(fn); },
};

// What is open stands in the address, so that it can be linked to and the browser's Back leads to it.
const KEYS = ['view', 'node', 'line', 'fact', 'from', 'to', 'nth', 'q', 'hide', 'time', 'lang'];
let state = {};

function address(wanted) {
  const parts = KEYS.filter(key => wanted[key]).map(key => `${key}=${encodeURIComponent(wanted[key])}`);
  return '#' + parts.join('&');
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

function parsed(hash) {
  const found = {};
  for (const part of hash.replace(/^#/, '').split('&')) {
    const at = part.indexOf('='), key = part.slice(0, at);
    if (KEYS.includes(key)) found[key] = decoded(part.slice(at + 1));
  }
  return found;
}

const stay = () => ({ view: state.view, hide: state.hide, time: state.time, lang: state.lang });
