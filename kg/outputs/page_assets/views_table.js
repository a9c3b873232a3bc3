// A table for the eye and the keyboard: sorted by its headings, filtered, in pages, each row with its details.
// columns: { key, name(), value(row) → text or number to sort and search by, cell(row) → what stands there, numeric }
const PAGE_ROWS = 100, FILTER_PAUSE = 120;
const tableStates = new Map();

function stateOf(id, start = {}) {
  if (!tableStates.has(id)) tableStates.set(id, { sort: null, down: false, filter: '', page: 0, open: new Set(), choices: {}, ...start });
  return tableStates.get(id);
}

const collator = new Intl.Collator('zh-CN', { numeric: true });
const empty = value => value === '' || value === null || Number.isNaN(value);

// Rows without a value come last in both directions; equal rows keep their order.
function sortRows(rows, column, down) {
  const keyed = rows.map(row => [column.value(row), row]), turn = down ? -1 : 1;
  const compare = column.numeric ? (a, b) => a - b : column.plain ? dateOrder : collator.compare;
  keyed.sort(([a], [b]) => empty(a) - empty(b) || (empty(a) ? 0 : turn * compare(a, b)));
  return keyed.map(([, row]) => row);
}

function tableView({ id, caption, columns, rows, chosen = () => true, details, unfolds = () => true, controls = [], save, start }) {
  const state = stateOf(id, start), caps = new Map(columns.map(column => [column.key, column]));
  const body = make('tbody'), count = make('span', { className: 'count', role: 'status' }), pager = make('nav', { className: 'pager' });
  const heads = make('tr');
  const searched = new Map();
  let shown = [];

  function choose() {
    const query = plain(state.filter), kept = rows.filter(row => chosen(row, state.choices) && (!query || searchText(row).includes(query)));
    shown = state.sort === null ? kept : sortRows(kept, caps.get(state.sort), state.down);
    state.page = Math.max(0, Math.min(state.page, Math.ceil(shown.length / PAGE_ROWS) - 1));
    draw();
  }

  function searchText(row) {
    if (!searched.has(row)) searched.set(row, plain(columns.map(column => column.search ? column.search(row) : String(column.value(row))).join('\n')));
    return searched.get(row);
  }

  function draw() {
    const first = state.page * PAGE_ROWS, part = shown.slice(first, first + PAGE_ROWS);
    heads.replaceChildren(...columns.map(head));
    body.replaceChildren(...part.flatMap(line));
    if (!part.length) body.append(make('tr', {}, make('td', { colSpan: columns.length, className: 'faint' }, word('none'))));
    count.textContent = word('view_count', shown.length ? first + 1 : 0, first + part.length, shown.length, rows.length);
    pager.replaceChildren(...pages());
    pager.hidden = shown.length <= PAGE_ROWS;
  }

  function head(column) {
    const active = state.sort === column.key;
    const sign = make('span', { className: 'sign', 'aria-hidden': 'true' }, active ? state.down ? '▼' : '▲' : '↕');
    const sorter = button('', () => { sortBy(column, active); refocus(column.key); }, { className: 'sort', title: word('view_sort') });
    sorter.dataset.key = column.key;
    sorter.append(column.name(), sign);
    const cell = make('th', { scope: 'col', role: 'columnheader', className: column.numeric && !column.left ? 'number' : '' }, column.fixed ? column.name() : sorter);
    if (!column.fixed) cell.setAttribute('aria-sort', active ? state.down ? 'descending' : 'ascending' : 'none');
    return cell;
  }

  function sortBy(column, active) {
    Object.assign(state, { sort: column.key, down: active ? !state.down : Boolean(column.numeric), page: 0 });
    choose();
  }

  function refocus(key) {
    const found = [...heads.querySelectorAll('button')].find(each => each.dataset.key === key);
    if (found) found.focus();
  }

  function line(row) {
    const cells = columns.map((column, i) => {
      const content = [column.cell ? column.cell(row) : String(column.value(row))].flat();
      if (i) return make('td', { role: 'cell', className: `cell-${column.key}${column.numeric && !column.left ? ' number' : ''}`, 'data-label': column.name() }, ...content);
      return make('th', { scope: 'row', role: 'rowheader' }, make('div', { className: 'lead' }, details ? unfolds(row) ? opener(row) : make('span', { className: 'gap' }) : null, make('span', {}, ...content)));
    });
    const main = make('tr', { role: 'row' }, ...cells);
    return state.open.has(row.at) ? [main, unfolded(row)] : [main];
  }

  function opener(row) {
    const open = state.open.has(row.at);
    const toggle = button(open ? '▾' : '▸', () => {
      const line = toggle.closest('tr');
      if (state.open.delete(row.at)) line.nextElementSibling.remove(); else { state.open.add(row.at); line.after(unfolded(row)); }
      label(state.open.has(row.at));
    }, { className: 'opener' });
    const label = now => {
      toggle.textContent = now ? '▾' : '▸';
      toggle.setAttribute('aria-expanded', String(now));
      toggle.setAttribute('aria-label', word('view_labelled', word('view_details'), String(columns[0].value(row))));
    };
    label(open);
    return toggle;
  }

  const unfolded = row => make('tr', { role: 'row', className: 'details' }, make('td', { role: 'cell', colSpan: columns.length }, ...[details(row)].flat()));

  function pages() {
    const last = Math.ceil(shown.length / PAGE_ROWS) - 1;
    const turn = (name, page) => button(word(name), () => {
      state.page = page;
      draw();
      frame.scrollIntoView({ block: 'start' });
      pager.querySelector('button:enabled').focus();
    }, { disabled: page < 0 || page > last || page === state.page });
    return [turn('view_first', 0), turn('view_before', state.page - 1),
      make('span', {}, word('view_page', state.page + 1, last + 1)), turn('view_after', state.page + 1), turn('view_last', last)];
  }

  const frame = make('div', { className: 'frame' }, make('table', { role: 'table', id: `table-${id}` },
    make('caption', {}, caption), make('thead', { role: 'rowgroup' }, heads), body));
  heads.setAttribute('role', 'row');
  body.setAttribute('role', 'rowgroup');
  pager.setAttribute('aria-label', word('view_pages'));
  const file = save && button(word('view_csv'), () => download(`${save.name}.csv`, 'text/csv;charset=utf-8', csv([save.head(), ...shown.flatMap(save.rows)])), { className: 'csv' });
  const bar = make('div', { className: 'bar' }, filterBox(state, choose), ...controls.map(make_ => make_(state, choose)), file || null, count);
  choose();
  return make('div', { className: 'block' }, bar, frame, pager);
}

function filterBox(state, changed) {
  let waiting = 0;
  const box = make('input', { type: 'search', value: state.filter, placeholder: word('view_filter'), autocomplete: 'off', spellcheck: false });
  box.setAttribute('aria-label', word('view_filter'));
  box.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { Object.assign(state, { filter: box.value, page: 0 }); changed(); }, FILTER_PAUSE);
  });
  return box;
}

// A choice among values that the rows have; '' is all of them.
function choiceBox(key, name, options) {
  return (state, changed) => {
    const box = make('select', {}, make('option', { value: '' }, word('view_labelled', name, word('view_all'))),
      ...options.map(([value, text]) => make('option', { value }, text)));
    box.value = state.choices[key] || '';
    box.setAttribute('aria-label', name);
    box.addEventListener('change', () => { state.choices[key] = box.value; state.page = 0; changed(); });
    return box;
  };
}

function checkBox(key, name) {
  return (state, changed) => {
    const box = make('input', { type: 'checkbox', checked: Boolean(state.choices[key]) });
    box.addEventListener('change', () => { state.choices[key] = box.checked; state.page = 0; changed(); });
    return make('label', { className: 'check' }, box, name);
  };
}
