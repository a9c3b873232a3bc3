// Every entity by any part of its names, by pinyin, by initials, or by a mixture (恽qc). And the box to search in.
const plain = text => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
const names = NODES.map(node => [node.label, ...node.aliases].map(plain));
const readings = new Map();
for (const [syllable, characters] of Object.entries(DATA.pinyin)) {
  for (const character of characters) readings.set(character, [...(readings.get(character) || []), syllable]);
}

// Can `query` from `at` on be read off `name` from `from` on? Each character gives itself, a reading, or its beginning.
// With `whole`, all of the name must be used up.
function reads(name, from, query, at, whole) {
  if (at === query.length) return !whole || from === name.length;
  if (from === name.length) return false;
  if (name[from] === query[at] && reads(name, from + 1, query, at + 1, whole)) return true;
  for (const syllable of readings.get(name[from]) || []) {
    let same = 0;
    while (same < syllable.length && syllable[same] === query[at + same]) same++;
    for (; same > 0; same--) if (reads(name, from + 1, query, at + same, whole)) return true;
  }
  return false;
}

function readAt(name, query) {
  for (let from = 0; from < name.length; from++) if (reads(name, from, query, 0, false)) return from;
  return -1;
}

const NOWHERE = 6;
function rank(name, query, spelled) {
  if (name === query) return 0;
  const at = name.indexOf(query);
  if (at >= 0) return at ? 2 : 1;
  const read = spelled ? readAt(name, spelled) : -1;
  if (read < 0) return NOWHERE;
  return read ? 4 : reads(name, 0, spelled, 0, true) ? 2.2 : 3;
}

const ranks = (id, query, spelled) => names[id].map((name, i) => rank(name, query, spelled) + (i ? 0.5 : 0));
const spelling = query => /[a-zü]/.test(query) ? query.replace(/ü/g, 'v').replace(/['’]/g, '') : '';

// Best first: the whole name, its beginning, its middle, then pinyin; a name before an alias; then the better connected.
function searchAll(text) {
  const query = plain(text).slice(0, 60), spelled = spelling(query), found = [];
  if (query) for (const id of ranked) {
    const best = Math.min(...ranks(id, query, spelled));
    if (best < NOWHERE) found.push([best, id]);
  }
  return found.sort((a, b) => a[0] - b[0]).map(([, id]) => id);
}

// The alias by which an entity was found, or ''.
function foundBy(id, text) {
  const query = plain(text).slice(0, 60), all = ranks(id, query, spelling(query)), at = all.indexOf(Math.min(...all));
  return at > 0 ? NODES[id].aliases[at - 1] : '';
}

// Namesakes are told apart by what they are linked to most.
function hint(id) {
  const best = neighbours(id).sort(byDegree)[0], kind = term(kindOf(NODES[id]).class);
  return best === undefined ? kind : `${kind} · ${caption(best)}`;
}

// A search box with its list of hits. Enter that ends a word of an input method chooses nothing: then no hit was seen.
function finder(box, list, choose, all = null) {
  const most = 30, name = list.id;
  let hits = [], total = 0, at = 0, composing = false;

  function close() {
    hits = [];
    list.hidden = true;
    box.setAttribute('aria-expanded', 'false');
    box.removeAttribute('aria-activedescendant');
  }
  function pick(i) {
    if (i === hits.length && all && hits.length) { const text = box.value; close(); all(text); return; }
    if (hits[i] === undefined) return;
    const id = hits[i];
    close();
    choose(id);
  }
  function option(i, ...children) {
    const properties = { id: `${name}-${i}`, role: 'option', 'aria-selected': String(i === at) };
    return make('li', { ...properties, onmousedown: event => { event.preventDefault(); pick(i); } }, ...children);
  }
  function draw() {
    list.hidden = !plain(box.value);
    box.setAttribute('aria-expanded', String(!list.hidden));
    const rows = hits.map((id, i) => {
      const alias = foundBy(id, box.value);
      return option(i, swatch(kindOf(NODES[id])), chinese('span', {}, alias ? `${shorten(alias, 40)} → ${caption(id, 40)}` : caption(id, 40)), make('small', {}, hint(id)));
    });
    if (all && total > 1) rows.push(option(hits.length, word('every', total)));
    list.replaceChildren(...(rows.length ? rows : [make('li', { role: 'option', 'aria-disabled': 'true' }, word('none'))]));
    if (rows.length) box.setAttribute('aria-activedescendant', `${name}-${at}`); else box.removeAttribute('aria-activedescendant');
    if (rows[at]) rows[at].scrollIntoView({ block: 'nearest' });
  }
  function look() {
    if (composing) return;
    const found = searchAll(box.value);
    [hits, total, at] = [found.slice(0, most), found.length, 0];
    draw();
  }
  box.addEventListener('compositionstart', () => { composing = true; });
  box.addEventListener('compositionend', () => { composing = false; look(); });
  box.addEventListener('input', look);
  box.addEventListener('focus', () => { if (plain(box.value)) look(); });
  box.addEventListener('blur', close);
  box.addEventListener('keydown', event => {
    // 229: some browsers say that composing is over before they report the key that ended it.
    if (composing || event.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], rows = hits.length + (all && total > 1 ? 1 : 0);
    if (step && rows) { at = (at + step + rows) % rows; draw(); event.preventDefault(); }
    if (event.key === 'Enter') { pick(at); event.preventDefault(); }
    if (event.key === 'Escape') { if (list.hidden) box.value = ''; close(); event.preventDefault(); event.stopPropagation(); }
  });
}
