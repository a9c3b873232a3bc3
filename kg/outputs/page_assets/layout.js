// Where the entities of the overview stand: lines pull, all push each other off, step by step until they rest. It is
// worked out before anything is drawn, from the same beginning, so the picture is the same at each opening.
const FORCES = { toCentre: 0.12, steps: 160, nearest: 0.01, still: 1e-4, spread: 62, smallest: 420 };

// Leaves of a sunflower: a beginning that is even and needs no dice. Two numbers (x, y) for each of `count` entities.
function sunflower(count) {
  const turn = Math.PI * (3 - Math.sqrt(5)), spots = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) {
    const far = Math.sqrt((i + 0.5) / count) / 2;
    spots[2 * i] = 0.5 + far * Math.cos(turn * i);
    spots[2 * i + 1] = 0.5 + far * Math.sin(turn * i);
  }
  return spots;
}

// Let the forces move `spots` of entities that keep `apart`; `pulls` are [one, other, how strongly], each pair once.
// These are the steps of networkx's spring_layout with the method "force".
function settle(spots, pulls, apart, steps = FORCES.steps) {
  const count = spots.length / 2, { nearest, still } = FORCES, moved = new Float64Array(2 * count);
  const ends = [0, 1].map(axis => spots.filter((_, i) => i % 2 === axis));
  let step = 0.1 * Math.max(...ends.map(line => Math.max(...line) - Math.min(...line)));
  const cooling = step / (steps + 1), push = apart * apart;
  for (let round = 0; round < steps; round++) {
    moved.fill(0);
    for (let a = 0; a < count; a++) {
      const x = spots[2 * a], y = spots[2 * a + 1];
      let sumX = 0, sumY = 0;
      for (let b = a + 1; b < count; b++) {
        const dx = x - spots[2 * b], dy = y - spots[2 * b + 1];
        const force = push / Math.max(dx * dx + dy * dy, nearest * nearest), fx = dx * force, fy = dy * force;
        sumX += fx;
        sumY += fy;
        moved[2 * b] -= fx;
        moved[2 * b + 1] -= fy;
      }
      moved[2 * a] += sumX;
      moved[2 * a + 1] += sumY;
    }
    for (const [a, b, strength] of pulls) {
      const dx = spots[2 * a] - spots[2 * b], dy = spots[2 * a + 1] - spots[2 * b + 1];
      const force = strength * Math.max(Math.sqrt(dx * dx + dy * dy), nearest) / apart;
      moved[2 * a] -= dx * force;
      moved[2 * a + 1] -= dy * force;
      moved[2 * b] += dx * force;
      moved[2 * b + 1] += dy * force;
    }
    let way = 0;
    for (let a = 0; a < count; a++) {
      const long = Math.max(Math.sqrt(moved[2 * a] ** 2 + moved[2 * a + 1] ** 2), nearest), share = step / long;
      spots[2 * a] += moved[2 * a] * share;
      spots[2 * a + 1] += moved[2 * a + 1] * share;
      way += (moved[2 * a] * share) ** 2 + (moved[2 * a + 1] * share) ** 2;
    }
    step -= cooling;
    if (Math.sqrt(way) / count < still) break;
  }
  return spots;
}

// The entities `ids` as id → [x, y], whole numbers around the middle. An unseen centre, the last, holds the separate
// parts together, else they drift apart and the large one shrinks to a dot.
function layout(ids) {
  if (!ids.length) return new Map();
  const rows = new Map(ids.map((id, i) => [id, i])), count = ids.length;
  const pairs = new Map(EDGES.filter(({ from, to }) => from !== to && rows.has(from) && rows.has(to)).map(({ from, to }) => {
    const [a, b] = [rows.get(from), rows.get(to)].sort((one, next) => one - next);
    return [a * count + b, [a, b, 1]];
  }));
  const centre = ids.map((_, i) => [i, count, FORCES.toCentre]);
  const spots = settle(sunflower(count + 1), [...pairs.values(), ...centre], 3.2 / Math.sqrt(count + 1));
  const middle = [0, 1].map(axis => spots.reduce((sum, value, i) => (i % 2 === axis ? sum + value : sum), 0) / (count + 1));
  const far = spots.reduce((most, value, i) => Math.max(most, Math.abs(value - middle[i % 2])), 0) || 1;
  const scale = Math.max(FORCES.smallest, FORCES.spread * Math.sqrt(count)) / far;
  return new Map(ids.map((id, i) => [id, [0, 1].map(axis => Math.round((spots[2 * i + axis] - middle[axis]) * scale))]));
}

let overviewSpots = null;
const overviewLayout = () => (overviewSpots ??= layout(overview));
