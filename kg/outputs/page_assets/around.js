// Where things stand when the picture is about one entity, or about the way from one to another.
const MOST = 150;

function beside(spots, centre) {
  const found = new Map();
  for (const [id, [x, y]] of spots) {
    if (id === centre) continue;
    const lean = x / (Math.hypot(x, y) || 1);
    found.set(id, lean > 0.35 ? 'right' : lean < -0.35 ? 'left' : y < 0 ? 'above' : 'below');
  }
  return found;
}

const at = (radius, turn) => [Math.round(radius * Math.cos(turn)), Math.round(radius * Math.sin(turn))];

// Many neighbours: on rings, alike kinds side by side, so that every one can be seen and met with the pointer.
function rings(id, around) {
  const spots = new Map([[id, [0, 0]]]);
  for (let ring = 0, placed = 0; placed < around.length; ring++) {
    const radius = 230 + ring * 120, room = Math.min(around.length - placed, Math.floor(radius / (ring ? 11 : 9)));
    for (let k = 0; k < room; k++) spots.set(around[placed + k], at(radius, 2 * Math.PI * (k + ring % 2 / 2) / room - Math.PI / 2));
    placed += room;
  }
  return spots;
}

// Few neighbours: beyond each of them stand its own, in a sector as wide as it needs.
function sectors(id, around) {
  const spots = new Map([[id, [0, 0]]]), met = new Set([id, ...around]), most = Math.max(3, Math.floor(45 / around.length));
  const further = around.map(near => {
    const found = neighbours(near).filter(far => !met.has(far) && nodePasses(far)).sort(byDegree).slice(0, most);
    found.forEach(far => met.add(far));
    return found;
  });
  const widths = further.map(found => 1.2 + found.length), total = widths.reduce((sum, width) => sum + width, 0);
  const radius = Math.max(170, around.length * 22), beyond = Math.max(radius + 170, total * 7);
  let turn = -Math.PI / 2 - Math.PI * widths[0] / total;
  around.forEach((near, i) => {
    const sector = 2 * Math.PI * widths[i] / total;
    spots.set(near, at(radius, turn + sector / 2));
    further[i].forEach((far, k) => spots.set(far, at(beyond, turn + sector * (k + 1) / (further[i].length + 1))));
    turn += sector;
  });
  return spots;
}

// One entity in the middle with its neighbours; returns how many of them there was no room for.
function drawAround(id, lines = touching[id]) {
  if (lines === touching[id]) look([id], lines);
  const passing = neighbours(id).filter(nodePasses).sort(byDegree), around = passing.slice(0, MOST);
  around.sort((a, b) => NODES[a].group - NODES[b].group || byDegree(a, b));
  const spots = around.length > 14 || !around.length ? rings(id, around) : sectors(id, around);
  draw(spots, beside(spots, id));
  network.selectNodes([id], false);
  return passing.length - around.length;
}

// The way as one line from left to right, on a phone from above.
function drawWay(steps) {
  const upright = innerWidth < 820, ids = steps.map(step => step.id);
  look(ids, steps.flatMap(step => step.edges));
  const spots = new Map(ids.map((id, i) => [id, upright ? [i % 2 * 60, i * 120] : [i * 210, i % 2 * 90]]));
  draw(spots, new Map(ids.map((id, i) => [id, upright ? 'right' : i % 2 ? 'below' : 'above'])));
}
