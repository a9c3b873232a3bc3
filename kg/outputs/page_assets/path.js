// The shortest way from one entity to another over the lines that the filters leave.
// Of equally short ways the one that rests on facts is taken, then the one past less connected entities: it says more.
function shortestWay(from, to) {
  const came = new Map([[from, null]]);
  for (let front = [from]; front.length && !came.has(to);) {
    const next = [];
    for (const id of front) {
      for (const edge of touching[id]) {
        const near = other(edge, id);
        if (came.has(near) || !edgePasses(edge) || near !== to && !nodePasses(near)) continue;
        came.set(near, id);
        next.push(near);
      }
    }
    const proven = id => edgeBetween(id, came.get(id)).some(edge => edge.relations.some(([, facts]) => facts.length)) ? 0 : 1;
    front = next.map(id => [proven(id), id]).sort((a, b) => a[0] - b[0] || degree(a[1]) - degree(b[1]) || a[1] - b[1]).map(([, id]) => id);
  }
  if (!came.has(to)) return null;
  const ids = [];
  for (let id = to; id !== null; id = came.get(id)) ids.unshift(id);
  return ids.map((id, i) => ({ id, edges: i ? edgeBetween(ids[i - 1], id).filter(edgePasses) : [] }));
}

function panelWay(from, to, steps) {
  const heading = make('h2', { className: 'name' }, link(from), ' → ', link(to));
  if (!steps) return fill(heading, shareTools(back()), make('p', {}, word('noway')));
  const rows = steps.slice(1).map(({ id, edges }, i) => make('li', {}, link(steps[i].id), ' — ', link(id), ...edges.flatMap(edge => lineFacts(edge, 2))));
  fill(heading, shareTools(back()), make('p', {}, word('steps', steps.length - 1)),
    make('p', { className: 'trail' }, ...steps.flatMap(({ id, edges }, i) => i ? [` —${edges.map(relationText).join(word('comma'))}— `, link(id)] : [link(id)])),
    make('ol', { className: 'way' }, ...rows));
}

// The box in an entity's panel that asks where to.
function wayFinder(id) {
  const box = make('input', { type: 'search', role: 'combobox', autocomplete: 'off', spellcheck: false, placeholder: word('way_where') });
  for (const [name, value] of [['aria-controls', 'way-hits'], ['aria-expanded', 'false'], ['aria-autocomplete', 'list'], ['aria-label', word('way_where')]]) box.setAttribute(name, value);
  const hits = make('ul', { id: 'way-hits', className: 'hits', role: 'listbox', hidden: true, 'aria-label': word('way_where') });
  finder(box, hits, to => go({ ...stay(), from: NODES[id].iri, to: NODES[to].iri }));
  return make('details', { className: 'wayfinder' }, make('summary', {}, word('way')), make('div', { className: 'finder' }, box, hits));
}
