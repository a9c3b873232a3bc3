// Labels, drawn here because vis-network lets them cover each other: the chosen entities first, then the best connected,
// each in the first free place around its entity, none where there is no place. Lines are labelled when looked at.
const PX = 13, CELL = 4, widths = new Map();
let written = [];

// Which cells of the window are taken.
class Cells {
  constructor(width, height) {
    [this.columns, this.rows] = [Math.ceil(width / CELL) + 1, Math.ceil(height / CELL) + 1];
    this.taken = new Uint8Array(this.columns * this.rows);
  }
  each([left, top, right, bottom], visit) {
    const [x0, x1] = [Math.max(0, Math.floor(left / CELL)), Math.min(this.columns - 1, Math.floor(right / CELL))];
    const [y0, y1] = [Math.max(0, Math.floor(top / CELL)), Math.min(this.rows - 1, Math.floor(bottom / CELL))];
    for (let y = y0; y <= y1; y++) for (let x = x0; x <= x1; x++) if (visit(y * this.columns + x) === false) return false;
    return true;
  }
  free(box) { return this.each(box, cell => !this.taken[cell]); }
  take(box) { this.each(box, cell => { this.taken[cell] = 1; }); }
}

function widthOf(context, text) {
  if (!widths.has(text)) {
    context.save();
    context.font = `${PX}px ${FONT}`;
    widths.set(text, context.measureText(text).width);
    context.restore();
  }
  return widths.get(text);
}

// Where a label may stand: [box in the window, alignment, x, top], best place first.
function place(side, x, y, radius, width) {
  const high = PX + 2, gap = radius + 3;
  if (side === 'right') return [[x + gap, y - high / 2, x + gap + width, y + high / 2], 'left', x + gap, y - high / 2];
  if (side === 'left') return [[x - gap - width, y - high / 2, x - gap, y + high / 2], 'right', x - gap, y - high / 2];
  const top = side === 'above' ? y - gap - high : y + gap;
  return [[x - width / 2, top, x + width / 2, top + high], 'center', x, top];
}
const SIDES = { right: ['right', 'below', 'above'], left: ['left', 'below', 'above'], above: ['above', 'right', 'left'], below: ['below', 'right', 'left', 'above'] };

function lineLabels(context, frame) {
  const ids = [...new Set([...(focus.chosen.size > 1 ? focus.lines : []), pointed.edge, ...network.getSelectedEdges()])];
  return ids.filter(id => id !== null && frame.spots[EDGES[id].from] && frame.spots[EDGES[id].to]).map(id => {
    const [a, b] = [EDGES[id].from, EDGES[id].to].map(end => frame.at(end)), text = relationText(EDGES[id]);
    const half = widthOf(context, text) / 2 + 3, short = Math.hypot(a[0] - b[0], a[1] - b[1]) < 2 * half + 40;
    const [x, y] = [(a[0] + b[0]) / 2 + (short ? half + 8 : 0), (a[1] + b[1]) / 2];
    return { text, box: [x - half, y - 10, x + half, y + 10], align: 'center', x, top: y - PX / 2 - 1, plate: palette.bg };
  });
}

// The best connected and the chosen must have a name: theirs may cover small entities, though no other name.
const HUBS = 14;
function nodeLabels(context, frame, shapes, names) {
  const first = [...new Set([...(pointed.node === null ? [] : [pointed.node]), ...focus.chosen])].filter(id => frame.spots[id]);
  const near = [...focus.lines].flatMap(id => [EDGES[id].from, EDGES[id].to]).sort(byDegree);
  const hubs = sides.size ? 0 : HUBS, order = [...new Set([...first, ...frame.order.slice(0, hubs), ...near, ...frame.order])].filter(id => frame.spots[id]);
  return order.map((id, i) => {
    const [x, y] = frame.at(id), radius = radiusOf(id) * frame.scale, must = i < first.length;
    if (x < 0 || y < 0 || x > frame.width || y > frame.height) return null;
    const text = caption(id, must ? 30 : 14), width = widthOf(context, text);
    const places = SIDES[sides.get(id) || 'below'].map(side => inside(place(side, x, y, radius, width), frame, must)).filter(Boolean);
    const found = places.find(([box]) => names.free(box) && shapes.free(box))
      || (must || i < hubs ? places.find(([box]) => names.free(box)) : null) || (must ? places[0] : null);
    if (!found) return null;
    names.take(found[0]);
    return { id, text, box: found[0], align: found[1], x: found[2], top: found[3], plate: id === pointed.node ? palette.hl : must ? palette.bg : '' };
  }).filter(Boolean);
}

// A name that would be cut off at the edge stands elsewhere; one that must stand is moved in.
function inside([[left, top, right, bottom], align, x, y], { width, height }, must) {
  const shift = left < 2 ? 2 - left : right > width - 2 ? width - 2 - right : 0;
  if (bottom > height || top < 0 || shift && !must) return null;
  return [[left + shift, top, right + shift, bottom], align, x + shift, y];
}

// The window as it is drawn: where each entity stands in it.
function frameOf() {
  const { clientWidth: width, clientHeight: height } = $('graph'), scale = network.getScale(), middle = network.getViewPosition();
  const spots = network.getPositions(), order = Object.keys(spots).map(Number).sort(byDegree);
  const at = id => [(spots[id].x - middle.x) * scale + width / 2, (spots[id].y - middle.y) * scale + height / 2];
  return { width, height, scale, middle, spots, order, at };
}

function labelling(context) {
  const frame = frameOf(), [shapes, names] = [new Cells(frame.width, frame.height), new Cells(frame.width, frame.height)];
  for (const id of frame.order) {
    const [x, y] = frame.at(id), radius = radiusOf(id) * frame.scale * 0.8;
    shapes.take([x - radius, y - radius, x + radius, y + radius]);
  }
  const lines = lineLabels(context, frame);
  lines.forEach(({ box }) => names.take(box));
  return { frame, labels: [...nodeLabels(context, frame, shapes, names).reverse(), ...lines] };
}

network.on('afterDrawing', context => {
  const { frame, labels } = labelling(context), { scale, middle, width, height } = frame;
  const x = value => (value - width / 2) / scale + middle.x, y = value => (value - height / 2) / scale + middle.y;
  written = labels.map(label => ({ ...label, x: x(label.x), y: y(label.top), size: PX / scale }));
  context.save();
  Object.assign(context, { font: `${PX / scale}px ${FONT}`, textBaseline: 'top', lineJoin: 'round', lineWidth: 3 / scale, strokeStyle: palette.bg });
  labels.forEach(({ text, box, plate }, i) => {
    context.textAlign = written[i].align;
    if (plate) {
      context.fillStyle = plate;
      context.fillRect(x(box[0]) - 3 / scale, y(box[1]) - 1 / scale, (box[2] - box[0] + 6) / scale, (box[3] - box[1] + 2) / scale);
    } else context.strokeText(text, written[i].x, written[i].y);
    context.fillStyle = palette.fg;
    context.fillText(text, written[i].x, written[i].y);
  });
  context.restore();
});
