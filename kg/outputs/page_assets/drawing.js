// The picture: vis-network with positions given. Nothing moves by itself, so it stands as soon as it is drawn.
const drawnNodes = new vis.DataSet(), drawnEdges = new vis.DataSet();
const nodeView = new vis.DataView(drawnNodes, { filter: node => nodePasses(node.id) });
const edgeView = new vis.DataView(drawnEdges, { filter: edge => edgePasses(EDGES[edge.id]) });
const FONT = 'system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';
// What the reader looks at: entities that stay whatever the filters say, and lines.
const NOTHING = { chosen: new Set(), lines: new Set() };
// Shapes with points look smaller than a dot of the same size.
const FULLER = { star: 1.5, diamond: 1.2, triangle: 1.1, triangleDown: 1.1 };
let focus = NOTHING, sides = new Map(), grown = 1, pointed = { node: null, edge: null };

const network = new vis.Network($('graph'), { nodes: nodeView, edges: edgeView }, {
  physics: false, layout: { improvedLayout: false }, autoResize: true,
  interaction: { hover: true, keyboard: false, selectConnectedEdges: false, hoverConnectedEdges: false, tooltipDelay: 1e6 },
  nodes: { borderWidth: 1.5 },
  edges: { smooth: false, width: 1, selectionWidth: 1, hoverWidth: 0.8, arrows: { to: { enabled: true, scaleFactor: 0.45 } } },
});

// The picture is seen and clicked; the keyboard goes by the panel, and would stop here at nothing.
$('graph').querySelectorAll('[tabindex]').forEach(frame => { frame.tabIndex = -1; });

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
let palette = {};
const colours = () => { for (const name of ['bg', 'fg', 'mut', 'edge', 'acc', 'hl']) palette[name] = colour(`--${name}`); };

function visNode(id, x, y) {
  const { color, shape } = kindOf(NODES[id]), bold = { background: color, border: palette.fg };
  return { id, x, y, shape, size: radiusOf(id), color: { background: color, border: color, highlight: bold, hover: bold } };
}

function visEdge({ id, from, to }) {
  const on = focus.lines.has(id), many = focus.lines.size > 25;
  const color = !on ? palette.edge : many ? palette.mut : palette.acc;
  return { id, from, to, width: on && !many ? 2 : 1, color: { color, highlight: palette.acc, hover: palette.acc } };
}

// Put `spots` (id → place) on the picture in place of what is there. `beside` says which labels stand left or right.
function draw(spots, beside = new Map()) {
  colours();
  sides = beside;
  pointed = { node: null, edge: null };
  const lines = [...spots.keys()].flatMap(id => touching[id].filter(edge => edge.from === id && edge.to !== id && spots.has(edge.to)));
  drawnEdges.clear();
  drawnNodes.clear();
  grown = Math.min(2.2, Math.max(1, 0.45 / frameFor([...spots.values()]).scale));
  drawnNodes.add([...spots].map(([id, [x, y]]) => visNode(id, x, y)));
  drawnEdges.add(lines.map(visEdge));
  network.unselectAll();
  fit();
}

// In a small window a whole graph is small: entities grow a little, or they could not be seen.
const radiusOf = id => sizeOf(id) * grown * (FULLER[kindOf(NODES[id]).shape] || 1);

// The window on `spots`. Labels reach beyond the entities, so there is a margin, a wide one beside labels at the sides.
function frameFor(spots) {
  const { clientWidth, clientHeight } = $('graph'), margin = sides.size ? 280 : 150;
  const ends = [0, 1].map(axis => spots.reduce(([low, high], spot) => [Math.min(low, spot[axis]), Math.max(high, spot[axis])], [Infinity, -Infinity]));
  const room = [Math.max(clientWidth * (sides.size ? 0.6 : 0.84), clientWidth - margin), Math.max(clientHeight * 0.6, clientHeight - 90)];
  const scale = Math.min(1.3, ...ends.map(([low, high], axis) => room[axis] / (high - low || 1))), [x, y] = ends.map(([low, high]) => (low + high) / 2);
  return { position: { x, y }, scale, animation: false };
}

function fit() {
  const spots = Object.values(network.getPositions()).map(({ x, y }) => [x, y]);
  if (spots.length && $('graph').clientWidth) network.moveTo(frameFor(spots));
}

function drawOverview() {
  focus = NOTHING;
  draw(overviewLayout());
}

function look(chosen, lines) {
  focus = { chosen: new Set(chosen), lines: new Set(lines.map(edge => edge.id)) };
}

// A line is shown where its ends are; where they are not, around the end that has more to tell.
function drawLine(edges) {
  const [{ from, to }] = edges;
  look([from, to], edges);
  if (!drawnNodes.get(from) || !drawnNodes.get(to)) return drawAround(byDegree(from, to) <= 0 ? from : to, edges);
  nodeView.refresh();
  recolour();
}

function recolour() {
  colours();
  drawnNodes.update(drawnNodes.get().map(({ id, x, y }) => visNode(id, x, y)));
  drawnEdges.update(drawnEdges.getIds().map(id => visEdge(EDGES[id])));
  network.redraw();
}

for (const [event, key, id] of [['hoverNode', 'node', 'node'], ['hoverEdge', 'edge', 'edge']]) {
  network.on(event, found => { pointed[key] = found[id]; });
}
network.on('blurNode', () => { pointed.node = null; });
network.on('blurEdge', () => { pointed.edge = null; });
