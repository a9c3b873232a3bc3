// What the reader does: choose, search, filter, switch the language.
let repaint = panelOverview;

function paint(panel) {
  repaint = panel;
  panel();
}

// On a phone the panel lies below the picture: go to it, or the choice seems to do nothing.
function reveal() {
  if (matchMedia('(max-width: 820px)').matches) $('panel').scrollIntoView({ block: 'start' });
}

function select(id, { push = true } = {}) {
  if (id === null) { showNothing(); paint(panelOverview); } else { show(id); paint(() => panelNode(id)); }
  status();
  const hash = id === null ? '' : '#node=' + encodeURIComponent(NODES[id].iri);
  if (push && location.hash !== hash) history.pushState(null, '', hash || location.pathname + location.search);
}

function fromHash() {
  const named = location.hash.match(/^#node=(.+)$/);
  if (!named) return select(null, { push: false });
  let iri = named[1];
  try { iri = decodeURIComponent(iri); } catch { /* a broken escape is looked up as it stands */ }
  if (byIri.has(iri)) return select(byIri.get(iri), { push: false });
  select(null, { push: false });
  $('status').textContent = word('missing');
}

function status() {
  $('status').textContent = word('shown', nodeView.length, NODES.length);
}

function legend() {
  const counts = DATA.kinds.map((_, group) => NODES.filter(node => node.group === group).length);
  const rows = DATA.kinds.map((kind, group) => {
    const box = make('input', { type: 'checkbox', checked: !hiddenKinds.has(group), onchange: () => {
      if (box.checked) hiddenKinds.delete(group); else hiddenKinds.add(group);
      nodeView.refresh();
      status();
    } });
    const name = term(kind.class);
    return make('li', { className: 'row', hidden: !counts[group] },
      make('label', {}, box, swatch(kind), name),
      button(String(counts[group]), () => { paint(() => panelKind(group)); reveal(); }, { 'aria-label': `${word('list')} ${name} ${counts[group]}`, title: word('list') }));
  });
  $('legend').replaceChildren(make('h2', {}, word('legend')), make('ul', { className: 'plain' }, ...rows));
}

function speak() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  $('q').placeholder = word('search');
  $('q').setAttribute('aria-label', word('search_label'));
  $('language').textContent = word('language');
  $('language').lang = language === 'zh' ? 'en' : 'zh-CN';
  $('fit').textContent = word('fit');
  for (const name of ['legend', 'panel', 'graph']) $(name).setAttribute('aria-label', word(name));
  legend();
  status();
  repaint();
  emphasise(focus);
}

let hits = [], at = 0;

function showHits() {
  const box = $('q');
  $('hits').hidden = !box.value.trim();
  box.setAttribute('aria-expanded', String(!$('hits').hidden));
  box.setAttribute('aria-activedescendant', hits.length ? `hit-${at}` : '');
  const rows = hits.map((id, i) => make('li', {
    id: `hit-${i}`, role: 'option', 'aria-selected': String(i === at),
    onmousedown: event => { event.preventDefault(); pick(i); },
  }, swatch(kindOf(NODES[id])), make('span', {}, NODES[id].label), make('small', {}, hint(id))));
  $('hits').replaceChildren(...(rows.length ? rows : [make('li', {}, word('none'))]));
  if (hits.length) $(`hit-${at}`).scrollIntoView({ block: 'nearest' });
}

// Namesakes are told apart by what they are linked to most.
function hint(id) {
  const best = neighbours(id).sort((a, b) => degree(b) - degree(a))[0];
  return best === undefined ? term(kindOf(NODES[id]).class) : shorten(NODES[best].label);
}

function pick(i) {
  if (hits[i] === undefined) return;
  const id = hits[i];
  closeHits();
  select(id);
  reveal();
}

function closeHits() {
  hits = [];
  $('hits').hidden = true;
  $('q').setAttribute('aria-expanded', 'false');
}

$('q').addEventListener('input', () => { hits = search($('q').value); at = 0; showHits(); });
$('q').addEventListener('blur', closeHits);
$('q').addEventListener('keydown', event => {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && hits.length) { at = (at + step + hits.length) % hits.length; showHits(); event.preventDefault(); }
  if (event.key === 'Enter') pick(at);
  if (event.key === 'Escape') { closeHits(); event.stopPropagation(); }
});
addEventListener('keydown', event => {
  if (event.target instanceof HTMLInputElement && event.target.type === 'search') return;
  if (event.key === '/') { $('q').focus(); event.preventDefault(); }
  if (event.key === 'Escape') { if (alone !== null) drawOverview(); select(null); }
});
$('fit').addEventListener('click', () => { if (alone !== null) drawOverview(); emphasise(focus); network.fit({ animation: false }); status(); });
$('language').addEventListener('click', () => { language = language === 'zh' ? 'en' : 'zh'; speak(); });
network.on('click', ({ nodes, edges }) => {
  if (nodes.length) select(nodes[0]); else if (edges.length) { showLine(edges[0]); paint(() => panelLine(edges[0])); } else return;
  reveal();
});
network.on('doubleClick', ({ nodes }) => { if (nodes.length) { drawAround(nodes[0]); select(nodes[0]); } });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);
addEventListener('hashchange', fromHash);
addEventListener('popstate', fromHash);
drawOverview();
speak();
fromHash();
document.documentElement.dataset.ready = 'yes';
