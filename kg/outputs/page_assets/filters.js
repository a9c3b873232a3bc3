// Types, relations and the time of publication: what the reader wants to see. Undated things stay, and are counted.
const hiddenKinds = new Set(), hiddenRelations = new Set();
let range = null;

// What the filters leave out, as the address says it: classes and relations, and the time from … until.
function filterState() {
  const hide = [...[...hiddenKinds].map(group => DATA.kinds[group].class), ...hiddenRelations].join(',');
  return { hide: hide || undefined, time: range ? `${binName(range[0])}..${binName(range[1])}` : undefined };
}

// The filters as the address has them. Returns whether they have changed.
function filterBy({ hide, time }) {
  const before = JSON.stringify(filterState()), out = new Set((hide || '').split(','));
  hiddenKinds.clear();
  hiddenRelations.clear();
  DATA.kinds.forEach((kind, group) => { if (out.has(kind.class)) hiddenKinds.add(group); });
  DATA.lines.forEach(name => { if (out.has(name)) hiddenRelations.add(name); });
  const ends = (time || '').split('..').map(name => Array.from({ length: bins }, (_, bin) => binName(bin)).indexOf(name)).sort((a, b) => a - b);
  range = ends.length === 2 && ends[0] >= 0 && (ends[0] > 0 || ends[1] < bins - 1) ? ends : null;
  return before !== JSON.stringify(filterState());
}

// A date as the first and the last month that it may mean: 2024 is January to December.
function months(date) {
  const [year, month] = date.split('-').map(Number);
  if (!(year > 0)) return null;
  return month ? [year * 12 + month - 1, year * 12 + month - 1] : [year * 12, year * 12 + 11];
}
const monthsOf = DATA.articles.map(article => months(article.date));
const known = monthsOf.filter(Boolean);
const span = known.length ? [Math.min(...known.map(([first]) => first)), Math.max(...known.map(([, last]) => last))] : null;
const unit = span && span[1] - span[0] > 72 ? 12 : 1;
const bins = span ? Math.floor(span[1] / unit) - Math.floor(span[0] / unit) + 1 : 0;
const binOf = month => Math.floor(month / unit) - Math.floor(span[0] / unit);
const binName = bin => { const at = (bin + Math.floor(span[0] / unit)) * unit; return unit === 12 ? String(at / 12) : `${Math.floor(at / 12)}-${String(at % 12 + 1).padStart(2, '0')}`; };
const binsOf = monthsOf.map(found => found && found.map(binOf));

const dated = new Map();
function inRange(key, articles) {
  if (!range) return true;
  if (!dated.has(key)) dated.set(key, articles().filter(place => binsOf[place]));
  const places = dated.get(key);
  return !places.length || places.some(place => binsOf[place][0] <= range[1] && binsOf[place][1] >= range[0]);
}
const factInRange = place => inRange(`f${place}`, () => factArticles(DATA.facts[place]));
const nodeInRange = id => inRange(id, () => nodeArticles(id));
const relationPasses = ([name, facts]) => !hiddenRelations.has(name) && (!facts.length || facts.some(factInRange));
const edgePasses = edge => edge.relations.some(relationPasses);
const nodePasses = id => focus.chosen.has(id) || !hiddenKinds.has(NODES[id].group) && nodeInRange(id);

// Entities by kind and lines by relation that the chosen time leaves.
function counts() {
  const kinds = DATA.kinds.map(() => 0), relations = new Map(DATA.lines.map(name => [name, 0]));
  for (const node of NODES) if (nodeInRange(node.id)) kinds[node.group]++;
  for (const edge of EDGES) for (const [name, facts] of edge.relations) if (!facts.length || facts.some(factInRange)) relations.set(name, relations.get(name) + 1);
  return { kinds, relations };
}

// Facts by bin: those that are surely of it, and those whose date is not exact enough to say.
function histogram() {
  const sure = Array(bins).fill(0), perhaps = Array(bins).fill(0);
  let undated = 0;
  for (const fact of DATA.facts) {
    const found = factArticles(fact).map(place => binsOf[place]).filter(Boolean), exact = new Set(), coarse = new Set();
    if (!found.length) undated++;
    for (const [first, last] of found) for (let bin = first; bin <= last; bin++) (first === last ? exact : coarse).add(bin);
    exact.forEach(bin => { sure[bin]++; });
    coarse.forEach(bin => { if (!exact.has(bin)) perhaps[bin]++; });
  }
  return { sure, perhaps, undated };
}

function refilter() {
  nodeView.refresh();
  edgeView.refresh();
  status();
  keepFilters();
  PAGE.onFiltered.forEach(fn => fn());
}

function toggle(set, key) {
  return event => { if (event.target.checked) set.delete(key); else set.add(key); refilter(); };
}

function kindRows({ kinds }) {
  return DATA.kinds.map((kind, group) => {
    const box = make('input', { type: 'checkbox', checked: !hiddenKinds.has(group), onchange: toggle(hiddenKinds, group) });
    const name = term(kind.class), title = `${word('list')} ${name} ${kinds[group]}`;
    return make('li', { className: 'row', hidden: !NODES.some(node => node.group === group) }, make('label', {}, box, swatch(kind), name),
      button(String(kinds[group]), () => { paint(() => panelKind(group)); reveal(); }, { 'aria-label': title, title: word('list') }));
  });
}

function relationRows({ relations }) {
  return DATA.lines.map(name => {
    const box = make('input', { type: 'checkbox', checked: !hiddenRelations.has(name), onchange: toggle(hiddenRelations, name) });
    const used = EDGES.some(edge => edge.relations.some(([each]) => each === name));
    return make('li', { className: 'row', hidden: !used }, make('label', {}, box, term(name)), make('small', {}, String(relations.get(name))));
  });
}

function legend() {
  const found = counts(), time = timeline();
  $('filters-title').textContent = word('legend');
  $('kinds').replaceChildren(make('h2', {}, word('kinds')), make('ul', { className: 'plain' }, ...kindRows(found)));
  $('relations').replaceChildren(make('h2', {}, word('relations')), make('ul', { className: 'plain' }, ...relationRows(found)));
  $('time').replaceChildren(...time);
}

function timeline() {
  if (bins < 2) return bins ? [make('h2', {}, word('time')), make('p', { className: 'rule' }, binName(0))] : [];
  const { sure, perhaps, undated } = histogram(), most = Math.max(1, ...sure.map((count, bin) => count + perhaps[bin]));
  const bars = sure.map((count, bin) => bar(bin, count, perhaps[bin], most));
  const [low, high] = range || [0, bins - 1], said = make('output', {}, `${binName(low)} — ${binName(high)}`);
  const change = (first, last) => {
    range = first === 0 && last === bins - 1 ? null : [first, last];
    said.textContent = `${binName(first)} — ${binName(last)}`;
    bars.forEach((each, bin) => each.classList.toggle('on', bin >= first && bin <= last));
    recount();
  };
  const handles = sliders(low, high, change);
  bars.forEach((each, bin) => {
    each.classList.toggle('on', bin >= low && bin <= high);
    each.addEventListener('click', () => { handles[0].value = handles[1].value = bin; handles[0].tell(); change(bin, bin); });
  });
  return [make('h2', {}, word('time')), make('div', { className: 'bars', 'aria-hidden': 'true' }, ...bars), make('div', { className: 'range' }, ...handles),
    make('p', { className: 'rule' }, said), undated ? make('p', { className: 'rule' }, word('undated_stay', undated)) : null,
    perhaps.some(Boolean) ? make('p', { className: 'rule' }, word('coarse')) : null].filter(Boolean);
}

function bar(bin, sure, perhaps, most) {
  const parts = [['coarse', perhaps], ['sure', sure]].map(([className, count]) => {
    const part = make('i', { className });
    part.style.height = `${100 * count / most}%`;
    return part;
  });
  return make('span', { title: binName(bin) + word('colon') + sure + (perhaps ? word('brackets', `+${perhaps}`) : '') }, ...parts);
}

function sliders(low, high, change) {
  const tell = () => inputs.forEach(input => input.setAttribute('aria-valuetext', binName(Number(input.value))));
  const inputs = [['from', low], ['until', high]].map(([name, value]) => {
    const input = make('input', { type: 'range', min: 0, max: bins - 1, step: 1, 'aria-label': word(name) });
    input.value = value;
    input.tell = tell;
    input.addEventListener('input', () => { tell(); change(...inputs.map(each => Number(each.value)).sort((a, b) => a - b)); });
    return input;
  });
  tell();
  return inputs;
}

// The counts follow the time without touching the sliders, which the reader may be holding.
function recount() {
  const found = counts();
  $('kinds').querySelector('ul').replaceChildren(...kindRows(found));
  $('relations').querySelector('ul').replaceChildren(...relationRows(found));
  refilter();
}
