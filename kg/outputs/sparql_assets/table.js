// An answer → a table on the page, CSV or JSON. Text of the graph becomes text nodes only.
const PAGE = DATA('page-data');
const STEP = 500;
const NUMBER = /^http:\/\/www\.w3\.org\/2001\/XMLSchema#(?:integer|decimal|double|float|nonNegativeInteger|int|long)$/;
const make = (tag, text, attributes = {}) => {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

// kg:Meeting for https://w3id.org/zhengpu/ontology#Meeting, where a prefix is known.
function short(iri) {
  const found = Object.entries(PAGE.prefixes).find(([, start]) => iri.startsWith(start) && iri.length > start.length);
  return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri;
}

const entities = new Map();
const toGraph = (text, iri) => make('a', text, { href: 'graph.html#node=' + encodeURIComponent(iri), title: iri });

function cell(term) {
  if (!term) return make('td');
  if (term.type === 'uri') {
    const td = make('td');
    td.append(term.value.startsWith(PAGE.prefixes.id) ? toGraph(short(term.value), term.value) : make('span', short(term.value), { class: 'iri', title: term.value }));
    return td;
  }
  if (entities.has(term.value) && entities.get(term.value).startsWith(PAGE.prefixes.id)) {
    const td = make('td', '', { lang: 'zh-CN', dir: 'auto' });
    td.append(toGraph(term.value, entities.get(term.value)));
    return td;
  }
  const td = make('td', term.value, { dir: 'auto' });
  if (term['xml:lang']) td.lang = term['xml:lang'];
  if (NUMBER.test(term.datatype || '')) td.className = 'number';
  return td;
}

// The name of a column as the question has it, with its Chinese name where that is one of our questions' and asked for.
function headOf(name, numbers, language) {
  const th = make('th', name, { scope: 'col', ...(numbers ? { class: 'number' } : {}) });
  if (language === 'zh' && Object.hasOwn(PAGE.columns, name)) th.append(' ', make('small', PAGE.columns[name]));
  return th;
}

function table(answer, words, language) {
  const { vars } = answer.head, rows = answer.results.bindings, body = make('tbody'), whole = make('table'), out = [whole];
  const head = make('tr');
  const counts = name => rows.length && rows.every(row => !row[name] || NUMBER.test(row[name].datatype || '')) && rows.some(row => row[name]);
  head.append(...vars.map(name => headOf(name, counts(name), language)));
  whole.append(make('thead'), body);
  whole.tHead.append(head);
  const more = make('button', '', { type: 'button' });
  const grow = () => {
    const shown = body.rows.length;
    for (const row of rows.slice(shown, shown + STEP)) {
      const tr = make('tr');
      tr.append(...vars.map(name => cell(row[name])));
      body.append(tr);
    }
    const left = rows.length - body.rows.length;
    more.hidden = !left;
    more.textContent = words('more', { count: Math.min(left, STEP), rows: rows.length });
  };
  more.addEventListener('click', grow);
  grow();
  if (rows.length > STEP) out.push(more);
  return out;
}

// As kg query --format csv: what a spreadsheet would compute gets an apostrophe in front.
function csvCell(text) {
  const guarded = /^\s*[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

const csv = ({ head, results }) => '\ufeff' + [head.vars, ...results.bindings.map(row => head.vars.map(name => row[name]?.value ?? ''))]
  .map(row => row.map(csvCell).join(',') + '\r\n').join('');

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = make('textarea');
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand('copy');
    box.remove();
    return done;
  }
}

function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  make('a', '', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
