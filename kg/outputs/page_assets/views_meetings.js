// Meetings: one after the other by date, sittings under their session; who led, spoke and came as printed; what was adopted.
const MEETINGS_SHOWN = 40;
const ROLE_ORDER = ['kg:Chair', 'kg:Speaker', 'kg:Rapporteur', 'kg:Discussant', 'kg:Elected', 'kg:Attendee'];

// A meeting that is part of itself, however far around, would never be shown: it stands at the top.
function meetingTree() {
  const rows = rowsOf('meetings'), byNode = new Map(rows.map(row => [row.node, row]));
  const roots = rows.filter(row => !byNode.has(row.parent) || inCircle(row, byNode));
  const tops = new Set(roots), parts = groupBy(rows.filter(row => !tops.has(row)), row => row.parent);
  return { roots, partsOf: row => parts.get(row.node) || [] };
}

function inCircle(row, byNode) {
  const seen = new Set();
  for (let at = row; at; at = byNode.get(at.parent)) {
    if (seen.has(at)) return at === row;
    seen.add(at);
  }
  return false;
}

const actionsAt = node => decisionsAt().get(node) || [];
const decisionsAt = () => {
  if (!groupsMade.has('decisions meetings')) groupsMade.set('decisions meetings', groupBy(rowsOf('decisions'), row => row.meetings));
  return groupsMade.get('decisions meetings');
};

// A session without a date of its own stands where its earliest sitting does.
function meetingDate(row, partsOf) {
  return textAt(row.start) || partsOf(row).map(part => meetingDate(part, partsOf)).filter(Boolean).sort()[0] || '';
}

// The earliest article that tells of a meeting: of one without a date, it is known when a newspaper wrote of it.
const told = new Map();
function toldAt(node) {
  if (!told.has(node)) told.set(node, nodeArticles(node).map(place => DATA.articles[place]).filter(article => article.date).sort((a, b) => dateOrder(a.date, b.date))[0] || {});
  return told.get(node);
}

function dateless(node) {
  const { date, certainty } = toldAt(node);
  return make('span', { className: 'faint' }, word('undated'), date ? word('brackets', `${word(certainty === 'inferred' ? 'view_told_inferred' : 'view_told')} ${date}`) : '');
}

function meetingWords(row, partsOf) {
  const node = NODES[row.node];
  return [node.label, ...node.aliases, ...groupOf('participations', 'meeting', row.node).map(part => labelOf(part.agent)),
    ...actionsAt(row.node).map(done => labelOf(done.policy)), ...partsOf(row).map(part => meetingWords(part, partsOf))].join('\n');
}

function meetingsView(section) {
  const { roots, partsOf } = meetingTree(), state = stateOf('meetings');
  const all = roots.map(row => ({ row, date: meetingDate(row, partsOf) }));
  const holds = (each, query) => (each.words ??= plain(meetingWords(each.row, partsOf))).includes(query);
  const dated = make('div'), open = make('div'), count = make('span', { className: 'count', role: 'status' });
  const jump = make('nav', { className: 'years' });
  jump.setAttribute('aria-label', word('view_years'));

  function show() {
    const query = plain(state.filter), kept = all.filter(each => !query || holds(each, query));
    const known = kept.filter(each => each.date).sort((a, b) => dateOrder(a.date, b.date)), unknown = kept.filter(each => !each.date).sort((a, b) => dateOrder(toldAt(a.row.node).date, toldAt(b.row.node).date));
    if (state.down) known.reverse();
    count.textContent = word('view_meetings_count', known.length, unknown.length, all.length);
    const years = [...groupBy(known, each => each.date.slice(0, 4))];
    dated.replaceChildren(...windowed(known, part => yearSections(part, partsOf), state));
    jump.replaceChildren(...years.map(([year, each]) => yearButton(year, each, known)));
    open.replaceChildren(...(unknown.length ? [make('h3', {}, word('view_undated', unknown.length)), ...windowed(unknown, part => [meetingList(part, partsOf)], stateOf('meetings undated'))] : []));
  }

  function yearButton(year, each, known) {
    return button(`${year} · ${each.length}`, () => {
      state.page = Math.floor(known.indexOf(each[0]) / MEETINGS_SHOWN);
      show();
      const found = [...dated.querySelectorAll('h3')].find(title => title.dataset.year === year);
      if (found) { found.scrollIntoView({ block: 'start' }); found.focus(); }
    });
  }

  const turn = button(word(state.down ? 'view_newest' : 'view_oldest'), () => {
    Object.assign(state, { down: !state.down, page: 0 });
    turn.textContent = word(state.down ? 'view_newest' : 'view_oldest');
    show();
  });
  const file = button(word('view_csv'), () => download('meetings.csv', 'text/csv;charset=utf-8', csv([meetingsHead(), ...rowsOf('meetings').flatMap(meetingsLines)])));
  section.append(make('h2', {}, word('view_meetings')), make('p', { className: 'note' }, word('view_meetings_note')),
    make('div', { className: 'bar' }, filterBox(state, show), turn, file, count), jump, dated, open);
  show();
}

// A part of a long list, and the way to the other parts.
function windowed(all, draw, state) {
  const pages = Math.ceil(all.length / MEETINGS_SHOWN), box = make('div'), bars = [make('nav', { className: 'pager' })];
  function show(focused) {
    state.page = Math.max(0, Math.min(state.page, pages - 1));
    box.replaceChildren(...draw(all.slice(state.page * MEETINGS_SHOWN, (state.page + 1) * MEETINGS_SHOWN)));
    const turn = (name, page) => button(word(name), () => { state.page = page; show(true); }, { disabled: page < 0 || page >= pages });
    bars[0].replaceChildren(turn('view_before', state.page - 1), make('span', {}, word('view_page', state.page + 1, pages)), turn('view_after', state.page + 1));
    if (focused) { box.scrollIntoView({ block: 'start' }); bars[0].querySelector('button:enabled').focus(); }
  }
  bars[0].setAttribute('aria-label', word('view_pages'));
  bars[0].hidden = pages < 2;
  if (pages) show(false);
  return [box, ...bars];
}

function yearSections(part, partsOf) {
  return [...groupBy(part, each => each.date.slice(0, 4))].flatMap(([year, each]) => {
    const title = make('h3', { tabIndex: -1, className: 'year' }, year);
    title.dataset.year = year;
    return [title, meetingList(each, partsOf)];
  });
}

function meetingList(part, partsOf) {
  return make('ol', { className: 'timeline' }, ...part.map(each => make('li', {}, meetingCard(each.row, partsOf))));
}

function meetingCard(row, partsOf) {
  const parts = [...partsOf(row)].sort((a, b) => dateOrder(textAt(a.start), textAt(b.start)) || collator.compare(labelOf(a.node), labelOf(b.node)));
  const dates = spanText(textAt(row.start), textAt(row.end));
  return make('article', { className: 'meeting' },
    make('header', {}, dates ? make('time', { dateTime: textAt(row.start) }, dates) : dateless(row.node), ' ', entity(row.node), attendance(row)),
    ...meetingLists(row.node),
    parts.length ? make('ol', { className: 'parts' }, ...parts.map(part => make('li', {}, meetingCard(part, partsOf)))) : null);
}

function attendance({ expected, actual }) {
  const counts = [['kg:expectedAttendance', expected], ['kg:actualAttendance', actual]].filter(([, count]) => count >= 0);
  return counts.length ? make('small', {}, counts.map(([name, count]) => `${term(name)} ${count}`).join(' · ')) : null;
}

function meetingLists(node) {
  const roles = groupBy(groupOf('participations', 'meeting', node), part => textAt(part.role));
  const actions = groupBy(actionsAt(node), done => textAt(done.action));
  const order = [...roles.keys()].sort((a, b) => ROLE_ORDER.indexOf(a) - ROLE_ORDER.indexOf(b));
  const stages = [...actions.keys()].sort((a, b) => STAGES.indexOf(a) - STAGES.indexOf(b));
  const said = [...groupOf('statements', 'meeting', node), ...groupOf('statements', 'voice', node)];
  const lines = [
    ...order.map(role => [term(role), people(roles.get(role), role)]),
    ...stages.map(action => [term(action), documents(actions.get(action), action)]),
    ...(said.length ? [[term('kg:Statement'), sayings(said, node)]] : []),
  ];
  return lines.length ? [make('dl', { className: 'who' }, ...lines.flatMap(([name, list]) => [make('dt', {}, capital(name)), make('dd', {}, list)]))] : [];
}

// In printed order; the number is the place in the printed list.
function people(parts, role) {
  const items = parts.map(part => make('li', {}, part.position > 0 ? make('small', {}, String(part.position)) : null,
    part.agent < 0 ? word('view_unnamed') : link(part.agent), cite(part.fact, `${labelOf(part.agent)} ${term(role)}`)));
  if (parts.some(part => part.more)) items.push(make('li', { className: 'faint' }, word('view_and_others')));
  return unfold(items, rows => make('ol', { className: 'names' }, ...rows), 30);
}

function documents(done, action) {
  return unfold(done.map(each => make('li', {}, link(each.policy), cite(each.fact, `${term(action)} ${labelOf(each.policy)}`))),
    rows => make('ul', { className: 'names titles' }, ...rows), 30);
}

function chineseFact(fact, text) {
  const found = factLink(fact, text);
  Object.assign(found, { lang: 'zh-CN', className: 'verb' });
  return found;
}

function sayings(said, node) {
  return unfold(said.map(each => make('li', {}, each.voice < 0 ? '' : each.voice === node ? term('kg:Meeting') : link(each.voice), ' ', chineseFact(each.fact, textAt(each.verb)))),
    rows => make('ul', { className: 'names' }, ...rows), 30);
}

const meetingsHead = () => [...['kg:Meeting', 'schema:startDate', 'schema:superEvent', 'prov:hadRole', 'schema:position', 'prov:agent', 'kg:action', 'kg:policy'].map(heading), ...evidenceHeadings()];

function meetingsLines(row) {
  const own = [labelOf(row.node), textAt(row.start), labelOf(row.parent)];
  return [
    ...groupOf('participations', 'meeting', row.node).map(part => [...own, term(textAt(part.role)), part.position > 0 ? String(part.position) : '', labelOf(part.agent), '', '', ...evidenceCells(part.fact)]),
    ...actionsAt(row.node).map(done => [...own, '', '', '', term(textAt(done.action)), labelOf(done.policy), ...evidenceCells(done.fact)]),
  ];
}

PAGE.view('meetings', meetingsView);
