// The records, their neighbours, and the search over their names.
const NODES = DATA.nodes, EDGES = DATA.edges;
EDGES.forEach((edge, i) => { edge.id = i; });
const kindOf = node => DATA.kinds[node.group];
const byIri = new Map(NODES.map(node => [node.iri, node.id]));
const touching = NODES.map(() => []);
for (const edge of EDGES) {
  touching[edge.from].push(edge);
  if (edge.to !== edge.from) touching[edge.to].push(edge);
}
const other = (edge, id) => edge.from === id ? edge.to : edge.from;
const neighbours = id => [...new Set(touching[id].map(edge => other(edge, id)))];
const degree = id => touching[id].length;
const overview = NODES.filter(node => node.x !== null).map(node => node.id);
const ranked = NODES.map(node => node.id).sort((a, b) => degree(b) - degree(a) || a - b);
const relationText = edge => edge.relations.map(([name]) => term(name)).join('、');

const plain = text => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
const names = NODES.map(node => [node.label, ...node.aliases].map(plain));

function rank(name, query) {
  return name === query ? 0 : name.startsWith(query) ? 1 : name.includes(query) ? 2 : 3;
}

function search(text, most = 30) {
  const query = plain(text);
  if (!query) return [];
  const found = [];
  for (const id of ranked) {
    const best = Math.min(...names[id].map((name, i) => rank(name, query) + (i ? 0.5 : 0)));
    if (best < 3) found.push([best, id]);
  }
  return found.sort((a, b) => a[0] - b[0]).slice(0, most).map(([, id]) => id);
}
