// The picture: vis-network with positions given, labels drawn here because vis-network lets them overlap.
const hiddenKinds = new Set();
const drawnNodes = new vis.DataSet(), drawnEdges = new vis.DataSet();
const nodeView = new vis.DataView(drawnNodes, { filter: node => !hiddenKinds.has(NODES[node.id].group) });
const edgeView = new vis.DataView(drawnEdges);
const FONT = 'system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';
const network = new vis.Network($('graph'), { nodes: nodeView, edges: edgeView }, {
  physics: false, layout: { improvedLayout: false }, autoResize: true,
  interaction: { hover: false, keyboard: false, selectConnectedEdges: false, hideEdgesOnDrag: EDGES.length > 800 },
  nodes: { borderWidth: 1.5 },
  edges: { smooth: false, width: 1, selectionWidth: 2, arrows: { to: { enabled: true, scaleFactor: 0.45 } } },
});
let focus = null, alone = null;

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function visNode(id, x, y) {
  const node = NODES[id], { color, shape } = kindOf(node);
  const look = { background: color, border: colour('--bg'), highlight: { background: color, border: colour('--fg') } };
  return { id, x, y, shape, size: node.size, color: look };
}

function visEdge({ id, from, to }) {
  const size = 11, strokeWidth = 3;
  const font = { size, face: FONT, color: colour('--mut'), strokeColor: colour('--bg'), strokeWidth };
  return { id, from, to, font, color: { color: colour('--edge'), highlight: colour('--acc') } };
}

function draw(spots) {
  const ids = new Set(spots.keys());
  drawnEdges.clear();
  drawnNodes.clear();
  drawnNodes.add([...spots].map(([id, [x, y]]) => visNode(id, x, y)));
  drawnEdges.add(EDGES.filter(edge => ids.has(edge.from) && ids.has(edge.to)).map(visEdge));
  network.fit({ animation: false });
}

function drawOverview() {
  alone = null;
  draw(new Map(overview.map(id => [id, [NODES[id].x, NODES[id].y]])));
}

// One entity in the middle, its neighbours on rings around it, alike kinds side by side.
function drawAround(id, most = 150) {
  alone = id;
  const around = neighbours(id).filter(near => near !== id);
  around.sort((a, b) => degree(b) - degree(a)).splice(most);
  around.sort((a, b) => NODES[a].group - NODES[b].group || degree(b) - degree(a) || a - b);
  const spots = new Map([[id, [0, 0]]]);
  for (let ring = 0, placed = 0; placed < around.length; ring++) {
    const radius = 200 + ring * 130, room = Math.min(around.length - placed, Math.floor(radius / 15));
    for (let k = 0; k < room; k++) {
      const turn = 2 * Math.PI * (k + ring % 2 / 2) / room - Math.PI / 2;
      spots.set(around[placed + k], [Math.round(radius * Math.cos(turn)), Math.round(radius * Math.sin(turn))]);
    }
    placed += room;
  }
  draw(spots);
}

function emphasise(id) {
  const near = id === null ? null : new Set([id, ...neighbours(id)]);
  const lines = new Set(id === null ? [] : touching[id].map(edge => edge.id));
  drawnNodes.update(drawnNodes.getIds().map(each => ({ id: each, opacity: !near || near.has(each) ? 1 : 0.15 })));
  drawnEdges.update(drawnEdges.getIds().map(each => ({
    id: each, width: lines.has(each) ? 2 : 1, label: lines.has(each) ? relationText(EDGES[each]) : ' ',
    color: { color: colour(lines.has(each) ? '--mut' : '--edge'), highlight: colour('--acc'), opacity: !near || lines.has(each) ? 1 : 0.3 },
  })));
}

function show(id) {
  if (hiddenKinds.delete(NODES[id].group)) nodeView.refresh();
  if (alone !== null && alone !== id || drawnNodes.get(id) === null) drawAround(id);
  focus = id;
  emphasise(id);
  network.selectNodes([id], false);
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const near = [id, ...neighbours(id)].filter(each => nodeView.get(each) !== null);
  if (alone === null) network.fit({ nodes: near, maxZoomLevel: 1, animation: calm ? false : { duration: 250 } });
}

function showLine(id) {
  focus = null;
  emphasise(null);
  drawnEdges.update({ id, label: relationText(EDGES[id]), width: 2 });
}

function showNothing() {
  focus = null;
  network.unselectAll();
  emphasise(null);
}

function recolour() {
  drawnNodes.update(drawnNodes.get().map(({ id, x, y }) => visNode(id, x, y)));
  drawnEdges.update(drawnEdges.getIds().map(id => visEdge(EDGES[id])));
  emphasise(focus);
}

// Labels: the chosen entity and its neighbours first, then the best connected; none where it would cover another.
function shorten(text, most = 14) {
  const characters = Array.from(text);
  return characters.length > most ? characters.slice(0, most - 1).join('') + '…' : text;
}

function free(used, [left, right, top, bottom]) {
  for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) if (used.has(`${x},${y}`)) return false;
  for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) used.add(`${x},${y}`);
  return true;
}

network.on('afterDrawing', context => {
  const scale = network.getScale(), px = 13, cell = 8, used = new Set(), spots = network.getPositions();
  const near = focus === null ? null : new Set([focus, ...neighbours(focus)]);
  context.save();
  Object.assign(context, { font: `${px / scale}px ${FONT}`, textAlign: 'center', textBaseline: 'top', lineJoin: 'round' });
  Object.assign(context, { lineWidth: 3 / scale, strokeStyle: colour('--bg'), fillStyle: colour('--fg') });
  for (const id of near ? [...near] : ranked) {
    const spot = spots[id];
    if (!spot) continue;
    const text = shorten(NODES[id].label, id === focus ? 28 : 14);
    const top = spot.y * scale + NODES[id].size * scale + 3, half = context.measureText(text).width * scale / 2 + 2;
    const box = [spot.x * scale - half, spot.x * scale + half, top, top + px].map(edge => Math.floor(edge / cell));
    if (!free(used, box)) continue;
    context.strokeText(text, spot.x, top / scale);
    context.fillText(text, spot.x, top / scale);
  }
  context.restore();
});
