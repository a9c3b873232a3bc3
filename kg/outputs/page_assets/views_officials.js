// Officials: who holds which posts since when, at which meetings, with how many words; below each the career line.
const postText = ({ body, role }) => `${labelOf(body)} ${textAt(role)}`.trim();

function officialRows() {
  return rowsOf('officials').map(row => ({
    at: row.at, node: row.node, first: textAt(row.first), last: textAt(row.last),
    posts: groupOf('tenures', 'member', row.node),
    meetings: groupOf('participations', 'agent', row.node), words: groupOf('statements', 'voice', row.node),
  }));
}

const OFFICIAL_COLUMNS = [
  { key: 'name', name: () => heading('kg:Official'), value: row => labelOf(row.node), cell: row => entity(row.node),
    search: row => [NODES[row.node].label, ...NODES[row.node].aliases].join('\n') },
  { key: 'posts', name: () => heading('kg:Tenure'), value: row => row.posts.map(postText).join('；'), cell: postsCell },
  { key: 'first', plain: true, name: () => heading('kg:firstAttested'), value: row => row.first },
  { key: 'last', plain: true, name: () => heading('kg:lastAttested'), value: row => row.last },
  { key: 'meetings', numeric: true, name: () => heading('kg:Meeting'), value: row => new Set(row.meetings.map(each => each.meeting)).size },
  { key: 'statements', numeric: true, name: () => heading('kg:Statement'), value: row => row.words.length },
];

function postsCell({ posts }) {
  return make('ul', { className: 'lines' }, ...posts.map(post => make('li', {},
    post.body < 0 ? null : shortLink(post.body), post.body < 0 ? '' : ' ', chinese('b', {}, textAt(post.role)), cite(post.fact, postText(post)))));
}

// Everything that is dated about a person, in order; what has no date comes last.
function careerEvents({ posts, meetings, words }) {
  const events = [
    ...posts.map(post => ({ date: textAt(post.begin) || textAt(post.first), until: textAt(post.end) || textAt(post.last), kind: 'kg:Tenure', post, fact: post.fact })),
    ...meetings.map(part => ({ date: textAt(part.date), dated: part, kind: textAt(part.role) || 'kg:Participation', part, fact: part.fact })),
    ...words.map(said => ({ date: textAt(said.date), dated: said, kind: 'kg:Statement', said, fact: said.fact })),
  ];
  return events.sort((a, b) => dateOrder(a.date, b.date));
}

function careerLine(row) {
  const events = careerEvents(row);
  return [careerChart(row, events), make('ol', { className: 'career' }, ...events.map(careerItem))];
}

function careerItem(event) {
  const when = event.post ? event.date ? make('span', { className: 'date' }, spanText(event.date, event.until)) : dateCell(0, 0)
    : dateCell(event.dated.date, event.dated.dated);
  return make('li', {}, make('span', { className: 'when' }, when), make('span', { className: 'what' }, make('i', {}, term(event.kind)), ' ', ...careerWords(event)));
}

function careerWords({ post, part, said, fact }) {
  if (post) return [post.body < 0 ? '' : link(post.body), ' ', chinese('b', {}, textAt(post.role)), cite(fact, postText(post))];
  const meeting = (part || said).meeting, at = meeting < 0 ? [] : [link(meeting)];
  if (part) return [...at, part.position > 0 ? make('small', { className: 'faint' }, ' ', word('view_position', part.position)) : '', cite(fact, labelOf(meeting))];
  const begun = said.sentence < 0 ? '' : DATA.passages[said.sentence].text;
  return [chinese('b', {}, textAt(said.verb)), at.length ? ' · ' : '', ...at, cite(fact, textAt(said.verb)), chinese('p', { className: 'excerpt' }, shortened(begun, 90))];
}

function shortened(text, most) {
  const characters = Array.from(text);
  return characters.length > most ? `${characters.slice(0, most).join('')}…` : text;
}

// A coarse date is as wide as it is: 2023-12 is the whole month. The list below says the same in words.
function dateRange(text) {
  const [year, month, day] = text.split('/')[0].split('-').map(Number);
  if (!(year > 0)) return null;
  const begin = Date.UTC(year, (month || 1) - 1, day || 1);
  return [begin, day ? begin + 864e5 : month ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1)];
}

function careerChart(row, events) {
  const ranges = events.flatMap(event => [dateRange(event.date), event.until ? dateRange(event.until) : null]).filter(Boolean);
  if (ranges.length < 2) return '';
  const from = Math.min(...ranges.map(([begin]) => begin)), to = Math.max(...ranges.map(([, end]) => end));
  const width = 640, left = 4, place = time => left + (width - 2 * left) * (time - from) / Math.max(1, to - from);
  const bars = row.posts.slice(0, 12).map((post, i) => careerBar(post, i, place)), bottom = bars.length * 14 + 6;
  const dots = events.filter(event => !event.post && dateRange(event.date)).map(event => careerDot(event, place, bottom + 5));
  const years = yearMarks(from, to).map(([year, time]) => yearMark(year, place(time), bottom + 20, width));
  return vector('svg', { class: 'gantt', viewBox: `0 0 ${width} ${bottom + 34}`, 'aria-hidden': 'true' }, ...years, ...bars, ...dots);
}

function careerBar(post, i, place) {
  const begin = dateRange(textAt(post.begin) || textAt(post.first)), end = dateRange(textAt(post.end) || textAt(post.last)) || begin;
  if (!begin) return vector('g', {});
  const x = place(begin[0]), length = Math.max(3, place(end[1]) - x);
  const name = vector('text', { x: x + 4 > 420 ? x - 4 : x + 4, y: i * 14 + 10, class: x + 4 > 420 ? 'before' : '' }, shortened(postText(post), 30));
  return vector('g', {}, vector('rect', { x, y: i * 14, width: length, height: 13, rx: 3 }), name);
}

// A day is a dot; a month or a year is a line as long as it is.
function careerDot(event, place, y) {
  const [begin, end] = dateRange(event.date).map(place), name = event.said ? 'said' : 'met', cy = event.said ? y + 8 : y;
  return end - begin > 7 ? vector('line', { x1: begin + 3, x2: end - 3, y1: cy, y2: cy, class: name })
    : vector('circle', { cx: (begin + end) / 2, cy, r: 3.5, class: name });
}

function yearMarks(from, to) {
  const years = [], step = Math.max(1, Math.ceil((to - from) / 31557600e3 / 8));
  for (let year = new Date(from).getUTCFullYear(); Date.UTC(year, 0, 1) < to; year += step) {
    years.push([year, Math.max(from, Date.UTC(year, 0, 1))]);
  }
  return years;
}

function yearMark(year, x, y, width) {
  return vector('g', { class: 'year' }, vector('line', { x1: x, x2: x, y1: 0, y2: y }), vector('text', { x, y: y + 11, class: x > width - 30 ? 'before' : '' }, String(year)));
}

function officialsFile() {
  return {
    name: 'officials',
    head: () => [...['kg:Official', 'org:organization', 'org:role', 'kg:firstAttested', 'kg:lastAttested'].map(heading), ...evidenceHeadings()],
    rows: row => row.posts.map(post => [labelOf(row.node), labelOf(post.body), textAt(post.role), textAt(post.first), textAt(post.last), ...evidenceCells(post.fact)]),
  };
}

PAGE.view('officials', section => section.append(make('h2', {}, word('view_officials')), tableView({
  id: 'officials', caption: word('view_officials_note'), columns: OFFICIAL_COLUMNS, rows: officialRows(), details: careerLine, save: officialsFile(),
  start: { sort: 'meetings', down: true },
})));
