// The picture: vis-network with positions given. Nothing moves by itself, so it stands as soon as it is drawn.
const drawnNodes = new vis.DataSet(), drawnEdges = new vis.DataSet();
const nodeView = new vis.DataView(drawnNodes, { filter: node => nodePasses(node.id) });
const edgeView = new vis.DataView(drawnEdges, { filter: edge => edgePasses(EDGES[edge.id]) });
const FONT = 'system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';
// What the reader looks at: entities that stay whatever the filters say, those near them, and lines.
const NOTHING = { chosen: new Set(), near: null, lines: new Set() };
let focus = NOTHING, sides = new Map(), pointed = { node: null, edge: null };

const network = new vis.Network($('graph'), { nodes: nodeView, edges: edgeView }, {
  physics: false, layout: { improvedLayout: false }, autoResize: true,
  interaction: { hover: true, keyboard: false, selectConnectedEdges: false, hoverConnectedEdges: false, tooltipDelay: 1e6 },
  nodes: { borderWidth: 1.5 },
  edges: { smooth: false, width: 1, selectionWidth: 1, hoverWidth: 0.8, arrows: { to: { enabled: true, scaleFactor: 0.45 } } },
});

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
let palette = {};
const colours = () => { for (const name of ['bg', 'fg', 'mut', 'edge', 'acc', 'hl']) palette[name] = colour(`--${name}`); };

function visNode(id, x, y) {
  const { color, shape } = kindOf(NODES[id]), bold = { background: color, border: palette.fg };
  const opacity = !focus.near || focus.near.has(id) ? 1 : 0.15;
  return { id, x, y, shape, opacity, size: sizeOf(id), color: { background: color, border: palette.bg, highlight: bold, hover: bold } };
}

function visEdge({ id, from, to }) {
  const on = focus.lines.has(id), color = on ? palette.acc : palette.edge;
  return { id, from, to, width: on ? 2 : 1, color: { color, highlight: palette.acc, hover: palette.acc, opacity: !focus.near || on || focus.near.has(from) && focus.near.has(to) ? 1 : 0.3 } };
}

// Put `spots` (id → place) on the picture in place of what is there. `beside` says which labels stand left or right.
function draw(spots, beside = new Map()) {
  colours();
  sides = beside;
  pointed = { node: null, edge: null };
  const lines = [...spots.keys()].flatMap(id => touching[id].filter(edge => edge.from === id && spots.has(edge.to)));
  drawnEdges.clear();
  drawnNodes.clear();
  drawnNodes.add([...spots].map(([id, [x, y]]) => visNode(id, x, y)));
  drawnEdges.add(lines.map(visEdge));
  network.unselectAll();
  fit();
}

// Labels reach beyond the entities, so the picture keeps a margin.
function fit() {
  network.fit({ animation: false, maxZoomLevel: 1.4 });
  if (drawnNodes.length > 1) network.moveTo({ scale: network.getScale() * 0.9, animation: false });
}

function drawOverview() {
  focus = NOTHING;
  draw(new Map(overview.map(id => [id, [NODES[id].x, NODES[id].y]])));
}

function look(chosen, lines, near = null) {
  focus = { chosen: new Set(chosen), lines: new Set(lines.map(edge => edge.id)), near };
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
