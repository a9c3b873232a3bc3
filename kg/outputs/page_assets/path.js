// The shortest ways from one entity to another over the lines that the filters leave, best first: those that rest on
// facts, then those past less connected entities, which say more. Of very many the first that are met are compared.
const WAYS = 12, TRIED = 400;

function shortestWays(from, to) {
  const before = stepsBack(from, to), found = [];
  const proven = (a, b) => edgeBetween(a, b).some(edge => edgePasses(edge) && edge.relations.some(([, facts]) => facts.length));
  const walk = way => {
    if (way[0] === from) found.push(way);
    if (way[0] === from || found.length >= TRIED) return;
    const rated = (before.get(way[0]) || []).map(id => [proven(id, way[0]) ? 0 : 1, degree(id), id]);
    rated.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).forEach(([, , id]) => walk([id, ...way]));
  };
  if (before.has(to)) walk([to]);
  const rated = found.map((way, i) => [way.slice(1).filter((id, k) => !proven(way[k], id)).length, way.slice(1, -1).reduce((sum, id) => sum + degree(id), 0), i, way]);
  rated.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  return rated.map(([, , , way]) => way.map((id, i) => ({ id, edges: i ? edgeBetween(way[i - 1], id).filter(edgePasses) : [] })));
}

// Entity → those from which it is reached with one step more, as far as `to` is away from `from`.
function stepsBack(from, to) {
  const before = new Map([[from, []]]);
  for (let front = [from]; front.length && !before.has(to);) {
    const next = new Map();
    for (const id of front) {
      for (const edge of touching[id]) {
        const near = other(edge, id);
        if (before.has(near) || !edgePasses(edge) || near !== to && !nodePasses(near)) continue;
        next.set(near, (next.get(near) || new Set()).add(id));
      }
    }
    next.forEach((ids, near) => before.set(near, [...ids]));
    front = [...next.keys()];
  }
  return before;
}

function panelWay(from, to, ways, nth) {
  const heading = make('h2', { className: 'name' }, link(from), ' → ', link(to)), steps = ways[nth];
  if (!steps) return fill(heading, shareTools(back()), make('p', {}, word('noway')));
  const rows = steps.slice(1).map(({ id, edges }, i) => make('li', {}, link(steps[i].id), ' — ', link(id), ...edges.flatMap(edge => lineFacts(edge, 2))));
  fill(heading, shareTools(back()), make('p', {}, word('steps', steps.length - 1)),
    make('p', { className: 'trail' }, ...steps.flatMap(({ id, edges }, i) => i ? [` —${edges.map(relationText).join(word('comma'))}— `, link(id)] : [link(id)])),
    ...section(word('ways'), ways.length > 1 ? ways.length + (ways.length < TRIED ? '' : '+') : 0, otherWays(ways, nth)),
    make('ol', { className: 'way' }, ...rows));
}

// Each way by what it goes past; the one on show is no link.
function otherWays(ways, nth) {
  return make('ol', { className: 'plain ways' }, ...ways.slice(0, WAYS).map((steps, i) => {
    const past = steps.slice(1, -1).map(({ id }) => caption(id, 24)).join(' → ');
    return make('li', {}, i === nth ? chinese('strong', { 'aria-current': 'true' }, past) : chinese('a', { href: address({ ...state, nth: i + 1 }) }, past));
  }));
}

// The box in an entity's panel that asks where to.
function wayFinder(id) {
  const box = make('input', { type: 'search', role: 'combobox', autocomplete: 'off', spellcheck: false, placeholder: word('way_where') });
  for (const [name, value] of [['aria-controls', 'way-hits'], ['aria-expanded', 'false'], ['aria-autocomplete', 'list'], ['aria-label', word('way_where')]]) box.setAttribute(name, value);
  const hits = make('ul', { id: 'way-hits', className: 'hits', role: 'listbox', hidden: true, 'aria-label': word('way_where') });
  finder(box, hits, to => go({ ...stay(), from: NODES[id].iri, to: NODES[to].iri }));
  return make('details', { className: 'wayfinder' }, make('summary', {}, word('way')), make('div', { className: 'finder' }, box, hits));
}
