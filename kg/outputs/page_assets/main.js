// What the reader does: choose, search, switch the language; what the address says is what is shown.
let repaint = panelOverview, applied = null, left = 0;
const TABS = ['graph', 'officials', 'meetings', 'policies', 'figures'];
const phone = () => matchMedia('(max-width: 820px)').matches;

function paint(panel) {
  repaint = panel;
  panel();
}

// On a phone the panel lies below the picture: go to it, or the choice seems to do nothing.
function reveal() {
  if (phone()) $('panel').scrollIntoView({ block: 'start' });
}

const lookup = (map, iri) => iri === undefined || !map.has(iri) ? null : map.get(iri);

// Panel and picture for what the address names; null where it names what is not here.
function chosen() {
  const [node, fact, from, line, to] = [lookup(byIri, state.node), lookup(factByIri, state.fact), ...[state.from, state.line, state.to].map(iri => lookup(byIri, iri))];
  if (node !== null) return [() => panelNode(node), () => drawAround(node)];
  if (fact !== null) return [() => panelFact(fact), () => drawFact(fact)];
  const edges = line === null || to === null ? [] : touching[line].filter(edge => edge.from === line && edge.to === to);
  if (edges.length) return [() => panelLine(edges), () => drawLine(edges)];
  if (from !== null && to !== null) return way(from, to);
  if (state.q) return [() => panelSearch(state.q), drawOverview];
  return state.node || state.fact || state.line || state.from ? null : [panelOverview, drawOverview];
}

function way(from, to) {
  const ways = shortestWays(from, to), nth = Math.min(Math.max(1, Math.trunc(Number(state.nth)) || 1), ways.length || 1) - 1;
  return [() => panelWay(from, to, ways, nth), () => (ways.length ? drawWay(ways[nth]) : drawAround(from))];
}

// The first entity that a fact links, with its surroundings; the fact itself is a card in the panel.
function drawFact(place) {
  const ends = DATA.facts[place].properties.flatMap(([, values]) => values.filter(([sort]) => sort === 'node').map(([, id]) => id));
  if (ends.length) return drawAround(ends[0]);
  drawOverview();
}

function apply() {
  const spoken = language;
  applied = location.hash;
  language = state.lang === 'en' ? 'en' : 'zh';
  if (!PAGE.views.has(state.view)) state.view = undefined;
  if (language !== spoken) speak();
  focus = NOTHING;
  const found = chosen(), [panel, picture] = found || [panelOverview, drawOverview];
  document.body.dataset.chosen = panel === panelOverview ? 'no' : 'yes';
  showTab();
  paint(panel);
  left = state.view ? 0 : picture() || 0;
  status();
  if (!found) $('status').textContent = word('missing');
}

// `wanted` becomes what is shown, and a step that Back undoes.
function go(wanted) {
  state = { ...wanted, ...filterState(), lang: 'lang' in wanted ? wanted.lang : state.lang };
  // Inside another document (a notebook) the address is not ours to change.
  try { if (address(state) !== (location.hash || '#')) history.pushState(null, '', address(state)); } catch { /* shown all the same */ }
  apply();
}

function fromAddress() {
  if (location.hash === applied) return;
  state = parsed(location.hash);
  if (filterBy(state)) legend();
  apply();
}

// The filters stand in the address, so that a link shows what its sender saw; Back does not go through them one by one.
function keepFilters() {
  state = { ...state, ...filterState() };
  try { if (address(state) !== (location.hash || '#')) history.replaceState(null, '', address(state)); } catch { /* kept all the same */ }
  applied = location.hash;
}

function showTab() {
  const view = state.view || 'graph', before = document.body.dataset.view;
  document.body.dataset.view = view;
  for (const name of TABS) {
    const tab = $(`tab-${name}`), on = name === view;
    tab.hidden = name !== 'graph' && !PAGE.views.has(name);
    tab.setAttribute('aria-selected', String(on));
    tab.tabIndex = on ? 0 : -1;
  }
  $('view-graph').hidden = view !== 'graph';
  $('view-table').hidden = view === 'graph';
  $('view-table').setAttribute('aria-labelledby', `tab-${view}`);
  if (view !== 'graph' && view !== before) drawTable();
}

function drawTable() {
  $('view-table').replaceChildren();
  if (PAGE.views.has(state.view)) PAGE.views.get(state.view)($('view-table'));
  if (!DATA.whole) $('view-table').prepend(partNote());
}

function status() {
  const said = word('shown', nodeView.length, NODES.length, edgeView.length);
  $('status').textContent = state.view ? '' : said + (left ? word('left', left) : '');
  $('graph').setAttribute('aria-label', `${word('graph')}${word('colon')}${said}${word('stop')}${word('graph_text')}`);
}

function speak() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const name of ['language', 'fit', 'theme', 'png', 'svg', 'facts_csv', 'skip', ...TABS.map(tab => `tab-${tab}`)]) $(name).textContent = word(name.replace('-', '_'));
  $('save').textContent = word('save');
  $('language').lang = language === 'zh' ? 'en' : 'zh-CN';
  $('q').placeholder = word('search');
  $('q').setAttribute('aria-label', word('search_label'));
  for (const [id, name] of [['hits', 'search_label'], ['legend', 'legend'], ['panel', 'panel'], ['tabs', 'tabs']]) $(id).setAttribute('aria-label', word(name));
  legend();
  if (state.view) drawTable();
  PAGE.onSpeak.forEach(fn => fn());
}

function theme() {
  const dark = document.documentElement.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  document.documentElement.dataset.theme = dark === 'dark' ? 'light' : 'dark';
  recolour();
}

PAGE.open = id => go({ ...stay(), node: NODES[id].iri });
PAGE.openFact = place => go({ ...stay(), fact: DATA.facts[place].iri });
PAGE.go = name => go({ ...state, view: name === 'graph' ? undefined : name });

// The reader goes on from what was found: with Tab through its panel, with Esc back to the whole graph.
function meet(wanted) {
  go(wanted);
  $('panel').focus({ preventScroll: true });
  reveal();
}
finder($('q'), $('hits'), id => meet({ ...stay(), node: NODES[id].iri }), q => meet({ ...stay(), q }));
for (const [id, act] of [['fit', () => go({})], ['theme', theme], ['png', savePng], ['svg', saveSvg], ['facts_csv', saveFacts]]) $(id).addEventListener('click', act);
$('saving').addEventListener('click', event => { if (event.target instanceof HTMLButtonElement) $('saving').open = false; });
$('saving').addEventListener('focusout', event => { if (!$('saving').contains(event.relatedTarget)) $('saving').open = false; });
$('language').addEventListener('click', () => go({ ...state, lang: language === 'zh' ? 'en' : undefined }));
for (const name of TABS) $(`tab-${name}`).addEventListener('click', () => PAGE.go(name));
$('tabs').addEventListener('keydown', event => {
  const open = TABS.filter(name => !$(`tab-${name}`).hidden), step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = open[(open.indexOf(state.view || 'graph') + step + open.length) % open.length];
  PAGE.go(next);
  $(`tab-${next}`).focus();
});
addEventListener('keydown', event => {
  const typing = event.target instanceof HTMLElement && event.target.matches('input:not([type=checkbox]):not([type=range]), select, textarea');
  if (typing || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') { $('q').focus(); $('q').select(); event.preventDefault(); }
  if (event.key === 'Escape') go(stay());
});
// A link within the page is a step of ours: inside another document the browser would leave the page.
document.addEventListener('click', event => {
  const anchor = event.target instanceof Element && event.target.closest('a[href^="#"]');
  if (!anchor || anchor.id === 'skip' || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(parsed(anchor.getAttribute('href')));
  reveal();
});
network.on('click', ({ nodes, edges }) => {
  if (nodes.length) go({ node: NODES[nodes[0]].iri });
  else if (edges.length) go({ line: NODES[EDGES[edges[0]].from].iri, to: NODES[EDGES[edges[0]].to].iri });
  else return;
  reveal();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);
addEventListener('hashchange', fromAddress);
addEventListener('popstate', fromAddress);
if (phone()) $('filters').open = false;
// In a frame that was handed the page as text nothing lies beside it.
if (location.protocol === 'about:') $('ask').hidden = true;
state = location.hash.length > 1 || !DATA.start ? parsed(location.hash) : { node: DATA.start };
language = state.lang === 'en' ? 'en' : 'zh';
filterBy(state);
speak();
apply();
if (state.q) $('q').value = state.q;
document.documentElement.dataset.ready = 'yes';
