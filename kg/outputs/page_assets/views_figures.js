// Figures: what is measured, of whom, for when, as printed; series drawn; targets beside what was reached.
const BAR_WIDTH = 120, PAIRED = 3, ABSOLUTE = /^\d{4}/;

const periodOf = row => textAt(row.period);
const valueOfFigure = row => Number(textAt(row.value) || NaN);

function figureRows() {
  const rows = rowsOf('figures').map(row => ({ ...row, number: valueOfFigure(row) }));
  const groups = groupBy(rows.filter(row => !Number.isNaN(row.number)).sort(byTime), alike);
  return rows.sort((a, b) => a.at - b.at).map(row => Object.assign(row, { siblings: groups.get(alike(row)) || [row] }));
}

// Only what is measured in the same way is drawn together: same series, unit and kind of change.
const alike = row => `${row.series} ${row.unit} ${row.change}`;

// A period that is a date orders the series; else the date of the article does.
function figureTime(row) {
  const period = periodOf(row);
  return ABSOLUTE.test(period) ? period : textAt(row.date);
}

const byTime = (a, b) => dateOrder(figureTime(a), figureTime(b)) || a.at - b.at;
const statusOf = row => term(textAt(row.status));
const changeOf = row => textAt(row.change) ? word(`view_${textAt(row.change)}`) : '';
const isTarget = row => textAt(row.status) === 'kg:Target';
const isResult = row => textAt(row.status) === 'kg:Result';

function figureColumns() {
  return [
    { key: 'indicator', name: () => heading('kg:indicator'), value: row => labelOf(row.indicator), cell: row => row.indicator < 0 ? '' : entity(row.indicator),
      search: row => row.indicator < 0 ? '' : [NODES[row.indicator].label, ...NODES[row.indicator].aliases].join('\n') },
    { key: 'subject', name: () => heading('schema:observationAbout'), value: row => labelsOf(row.subjects), cell: row => separated(row.subjects.map(shortLink)) },
    { key: 'period', name: () => heading('kg:period'), value: periodOf, plain: true },
    { key: 'value', numeric: true, name: () => heading('kg:printed'), value: row => row.number, cell: row => printedLink(row), search: row => textAt(row.printed) },
    { key: 'status', name: () => heading('kg:status'), value: statusOf, cell: statusCell },
    { key: 'change', name: () => heading('kg:changeKind'), value: changeOf },
    { key: 'series', numeric: true, name: () => heading('kg:series'), value: row => row.siblings.length, cell: seriesCell, search: () => '' },
    { key: 'date', plain: true, name: () => word('view_printed_on'), value: row => textAt(row.date), cell: row => dateCell(row.date, row.dated, PRINTED) },
  ];
}

function printedLink(row) {
  const found = factLink(row.fact, textAt(row.printed));
  Object.assign(found, { className: 'printed', lang: 'zh-CN' });
  found.setAttribute('aria-label', `${textAt(row.printed)} · ${word('view_sentence')}`);
  return found;
}

function seriesCell(row) {
  if (row.siblings.length < 2) return '';
  return row.siblings.some(isTarget) && row.siblings.some(each => !isTarget(each)) ? bars(row.siblings) : sparkline(row);
}

const described = rows => rows.map(row => `${statusOf(row)} ${periodOf(row) || textAt(row.date)} ${textAt(row.printed)}`.replace(/ +/g, ' ')).join('；');

function picture(rows, width, height, ...children) {
  const text = described(rows);
  return vector('svg', { class: 'spark', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': text }, vector('title', {}, text), ...children);
}

// One dot a value, at its time; values of one time are not joined, since none of them follows another.
function sparkline(row) {
  const series = row.siblings.slice(-40), values = series.map(each => each.number), width = BAR_WIDTH, height = 26;
  const times = [...new Set(series.map(figureTime))], low = Math.min(...values), high = Math.max(...values);
  const x = each => (times.length < 2 ? width / 2 : 4 + (width - 8) * times.indexOf(figureTime(each)) / (times.length - 1)).toFixed(1);
  const y = each => (high === low ? height / 2 : height - 4 - (height - 8) * (each.number - low) / (high - low)).toFixed(1);
  const joined = times.length === series.length ? [vector('polyline', { points: series.map(each => `${x(each)},${y(each)}`).join(' ') })] : [];
  return picture(series, width, height, ...joined, ...series.map(each => vector('circle', { cx: x(each), cy: y(each), r: each.at === row.at ? 3.5 : 2.2, class: each.at === row.at ? 'here' : '' })));
}

function bars(rows, width = BAR_WIDTH) {
  const series = rows.slice(-6), most = Math.max(...series.map(row => Math.abs(row.number))) || 1;
  return picture(series, width, series.length * 9, ...series.map((row, i) => vector('rect', {
    x: 0, y: i * 9 + 1, height: 7, width: Math.max(2, width * Math.abs(row.number) / most).toFixed(1), class: barClass(row),
  })));
}

// The whole series below a row: each value with its period, its own sentence and a bar.
function seriesDetails(row) {
  const most = Math.max(...row.siblings.map(each => Math.abs(each.number))) || 1;
  return unfold(row.siblings, items => make('ol', { className: 'career' }, ...items), 60, each => make('li', { className: each.at === row.at ? 'here' : '' },
    make('span', { className: 'when' }, periodOf(each), ABSOLUTE.test(periodOf(each)) ? '' : dateCell(each.date, each.dated)),
    make('span', { className: 'what' }, statusCell(each), ' ', printedLink(each), valueBar(each, most))));
}

const barClass = row => isTarget(row) ? 'target' : isResult(row) ? 'result' : 'forecast';
const statusCell = row => make('span', { className: `status ${barClass(row)}` }, statusOf(row));

function valueBar(row, most, width = 320) {
  const length = Math.max(2, width * Math.abs(row.number) / most).toFixed(1);
  return vector('svg', { class: 'spark', viewBox: `0 0 ${width} 7`, width, height: 7, 'aria-hidden': 'true' }, vector('rect', { width: length, height: 7, class: barClass(row) }));
}

// A target is paired with the latest results of its own period; where there is none, with the last, and that is said.
function pairRows(rows) {
  const targets = rows.filter(isTarget), results = new Map(targets.map(row => [row.siblings, null]));
  for (const series of results.keys()) results.set(series, groupBy(series.filter(isResult), each => ['', periodOf(each)]));
  return targets.flatMap(target => {
    const found = results.get(target.siblings), same = periodOf(target) && found.get(periodOf(target));
    return (same || found.get('') || []).slice(same ? -PAIRED : -1).map(result => ({ target, result, same: Boolean(same) }));
  }).map((pair, at) => ({ ...pair, at }));
}

function reached({ target, result, same }) {
  return same && target.number > 0 ? 100 * result.number / target.number : NaN;
}

const percent = value => `${new Intl.NumberFormat('en', { maximumFractionDigits: 1, useGrouping: false }).format(value)}%`;

function pairCell(pair) {
  const value = reached(pair);
  return make('span', { className: 'pair' }, bars([pair.target, pair.result]), Number.isNaN(value) ? make('small', {}, word('view_other_period')) : percent(value));
}

const figureCell = row => make('span', {}, printedLink(row), ' ', make('small', {}, periodOf(row) || word('view_no_period')));

function pairColumns() {
  return [
    { key: 'indicator', name: () => heading('kg:indicator'), value: row => labelOf(row.target.indicator), cell: row => row.target.indicator < 0 ? '' : entity(row.target.indicator) },
    { key: 'subject', name: () => heading('schema:observationAbout'), value: row => labelsOf(row.target.subjects), cell: row => separated(row.target.subjects.map(shortLink)) },
    { key: 'target', numeric: true, name: () => heading('kg:Target'), value: row => row.target.number, cell: row => figureCell(row.target), search: row => textAt(row.target.printed) },
    { key: 'result', numeric: true, name: () => heading('kg:Result'), value: row => row.result.number, cell: row => figureCell(row.result), search: row => textAt(row.result.printed) },
    { key: 'reached', numeric: true, name: () => word('view_reached'), value: reached, cell: pairCell, search: () => '' },
  ];
}

function figuresFile() {
  return {
    name: 'figures',
    head: () => [...['kg:indicator', 'schema:observationAbout', 'kg:period', 'kg:printed', 'kg:comparator', 'schema:value', 'schema:unitText', 'kg:changeKind', 'kg:status'].map(heading),
      word('view_printed_on'), word('view_dated'), ...evidenceHeadings()],
    rows: row => [[labelOf(row.indicator), labelsOf(row.subjects), periodOf(row), textAt(row.printed), textAt(row.comparator).replace('=', ''), textAt(row.value), textAt(row.unit),
      changeOf(row), statusOf(row), textAt(row.date), row.dated ? word(DATED[row.dated]) : '', ...evidenceCells(row.fact)]],
  };
}

PAGE.view('figures', section => {
  const rows = figureRows(), pairs = pairRows(rows);
  const statuses = [...new Set(rows.map(row => textAt(row.status)))].filter(Boolean).sort().map(curie => [curie, term(curie)]);
  const changes = ['increase', 'decrease', 'share', 'rank'].map(change => [change, word(`view_${change}`)]);
  section.append(make('h2', {}, word('view_figures')), tableView({
    id: 'figures', caption: word('view_figures_note'), columns: figureColumns(), rows, save: figuresFile(), details: seriesDetails, unfolds: row => row.siblings.length > 1,
    chosen: (row, choices) => (!choices.status || textAt(row.status) === choices.status) && (!choices.change || textAt(row.change) === choices.change)
      && (!choices.several || row.siblings.length > 1),
    controls: [choiceBox('status', heading('kg:status'), statuses), choiceBox('change', heading('kg:changeKind'), changes), checkBox('several', word('view_several'))],
  }));
  if (pairs.length) section.append(make('h2', {}, word('view_pairs')), tableView({ id: 'pairs', caption: word('view_pairs_note'), columns: pairColumns(), rows: pairs }));
});
