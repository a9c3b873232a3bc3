// Taking things away: a file saved, the clipboard, the picture as PNG or SVG, the facts on show as a table.
function download(name, mime, content) {
  const blob = content instanceof Blob ? content : new Blob([content], { type: mime });
  const url = URL.createObjectURL(blob);
  make('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = make('textarea', { value: text, className: 'offscreen' });
    document.body.append(box);
    box.select();
    const done = document.execCommand('copy');
    box.remove();
    return done;
  }
}

// A cell that begins like a formula would be run by a spreadsheet; an apostrophe makes it text. Numbers stay numbers.
function cell(value) {
  const text = String(value === undefined || value === null ? '' : value);
  const risky = /^[\s]*[=+\-@\t\r＝＋－＠]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text);
  return `"${(risky ? `'${text}` : text).replace(/"/g, '""')}"`;
}

// A byte order mark, else Excel reads Chinese as something else.
const csv = rows => '\uFEFF' + rows.map(row => row.map(cell).join(',')).join('\r\n') + '\r\n';

const fileName = ending => `${($('panel').querySelector('h2') || document.body).textContent.replace(/[\\/:*?"<>|\s\u0000-\u001f\u200e-\u202e\u2066-\u2069]+/g, '_').slice(0, 60) || 'graph'}.${ending}`;

// The facts on show: those of what is open, else those behind the lines of the picture.
function shownFacts() {
  const lines = [...focus.lines].map(id => EDGES[id]);
  if (state.fact && factByIri.has(state.fact)) return [factByIri.get(state.fact)];
  if (state.node && byIri.has(state.node)) return NODES[byIri.get(state.node)].facts.filter(factInRange);
  const seen = lines.length ? lines : edgeView.getIds().map(id => EDGES[id]).filter(edge => nodePasses(edge.from) && nodePasses(edge.to));
  return [...new Set(seen.flatMap(edge => edge.relations.filter(relationPasses).flatMap(([, facts]) => facts)))].filter(factInRange).sort((a, b) => a - b);
}

const flat = ([sort, value]) => ({ node: () => NODES[value].label, term: () => term(value), truth: () => word(value), fact: () => value[1] }[sort] || (() => String(value)))();

function factRows(places) {
  const facts = places.map(place => DATA.facts[place]), columns = [...new Set(facts.flatMap(fact => fact.properties.map(([name]) => name)))];
  const head = [word('class'), ...columns.map(term), ...['sentence', 'headline', 'date', 'certainty', 'basis', 'file', 'rule'].map(name => word(name)), 'IRI'];
  return [head, ...facts.map(fact => {
    const values = new Map(fact.properties), articles = factArticles(fact).map(place => DATA.articles[place]);
    const sources = ['headline', 'date', 'certainty', 'basis', 'file'].map(name => [...new Set(articles.map(article => article[name]))].filter(Boolean).join('；'));
    const sentences = fact.sentences.map(({ passage }) => DATA.passages[passage].text).join('\n');
    const rules = fact.rules.map(place => DATA.rules[place].id).join('；');
    return [term(fact.class), ...columns.map(name => (values.get(name) || []).map(flat).join('、')), sentences, ...sources, rules, fact.iri];
  })];
}

const saveFacts = () => download(fileName('csv'), 'text/csv;charset=utf-8', csv(factRows(shownFacts())));

function savePng() {
  const from = $('graph').querySelector('canvas'), to = make('canvas', { width: from.width, height: from.height }), context = to.getContext('2d');
  context.fillStyle = palette.bg;
  context.fillRect(0, 0, to.width, to.height);
  context.drawImage(from, 0, 0);
  to.toBlob(blob => download(fileName('png'), 'image/png', blob));
}

// The head of an arrow that ends at the edge of an entity; null where both ends are too close for one.
function arrowHead(a, b, radius, size, fill) {
  const far = Math.hypot(b.x - a.x, b.y - a.y);
  if (far < radius + size) return null;
  const [x, y] = [(b.x - a.x) / far, (b.y - a.y) / far], at = (back, side) => `${(b.x - x * back - y * side).toFixed(1)} ${(b.y - y * back + x * side).toFixed(1)}`;
  return vector('path', { class: 'arrow', fill, d: `M${at(radius + 1, 0)}L${at(radius + 1 + size, size * 0.4)}L${at(radius + 1 + size, -size * 0.4)}z` });
}

// The picture as drawing commands: sharp at any size, its labels still words.
function svgOf() {
  const spots = network.getPositions(), labels = written.filter(label => spots[label.id] || label.id === undefined);
  const ends = Object.entries(spots).flatMap(([id, { x, y }]) => [[x - radiusOf(id) - 8, y - radiusOf(id) - 8], [x + radiusOf(id) + 8, y + radiusOf(id) + 8]]);
  const words = labels.flatMap(({ x, y, size, text, align }) => {
    const wide = (widths.get(text) || 0) * size / PX, left = align === 'left' ? x : align === 'right' ? x - wide : x - wide / 2;
    return [[left, y], [left + wide, y + size * 1.4]];
  });
  const all = [...ends, ...words], [left, top, right, bottom] = [[0, Math.min], [1, Math.min], [0, Math.max], [1, Math.max]].map(([i, best]) => all.reduce((found, point) => best(found, point[i]), all.length ? all[0][i] : 0));
  const lines = edgeView.getIds().map(id => EDGES[id]).filter(({ from, to }) => spots[from] && spots[to]).flatMap(edge => {
    const [a, b] = [spots[edge.from], spots[edge.to]], title = vector('title'), on = focus.lines.has(edge.id), stroke = on ? palette.acc : palette.edge;
    title.textContent = `${NODES[edge.from].label} → ${relationText(edge)} → ${NODES[edge.to].label}`;
    const line = vector('line', { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke, 'stroke-width': on ? 2 : 1 }, title);
    return [line, arrowHead(a, b, radiusOf(edge.to), on ? 11 : 7, stroke)].filter(Boolean);
  });
  const shapes = Object.entries(spots).map(([id, { x, y }]) => {
    const kind = kindOf(NODES[id]), radius = radiusOf(id), title = vector('title');
    title.textContent = NODES[id].label + word('brackets', term(kind.class));
    return vector('path', { d: OUTLINES[kind.shape], fill: kind.color, stroke: palette.bg, 'stroke-width': 0.6, transform: `translate(${x - radius} ${y - radius}) scale(${radius / 6})` }, title);
  });
  const texts = labels.map(({ x, y, size, text, align }) => {
    const anchor = { left: 'start', right: 'end', center: 'middle' }[align];
    return vector('text', { x, y: y + size * 0.9, 'font-size': size, 'text-anchor': anchor, fill: palette.fg, stroke: palette.bg, 'stroke-width': size / 5, 'paint-order': 'stroke' }, text);
  });
  const paper = vector('rect', { x: left, y: top, width: right - left, height: bottom - top, fill: palette.bg });
  return vector('svg', { viewBox: `${left} ${top} ${right - left} ${bottom - top}`, width: Math.round((right - left) * network.getScale()), height: Math.round((bottom - top) * network.getScale()), 'font-family': FONT }, paper, ...lines, ...shapes, ...texts);
}

// XML knows no control characters; a name that holds one would make a file that nothing opens.
const clean = text => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
const saveSvg = () => download(fileName('svg'), 'image/svg+xml', clean(new XMLSerializer().serializeToString(svgOf())));
