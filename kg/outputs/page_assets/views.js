// What the views share: rows of the tables by name, dates that say what they are, the way to the sentence.
const TABLES = DATA.tables;
for (const [curie, labels] of Object.entries(TABLES.terms)) if (!Object.hasOwn(DATA.terms, curie)) DATA.terms[curie] = labels;

const tableRows = new Map();

// Rows become objects only when a view first asks for them; `at` is their place in the table.
function rowsOf(name) {
  if (!tableRows.has(name)) {
    const names = TABLES.columns[name];
    tableRows.set(name, TABLES.rows[name].map((row, at) => {
      const record = { at };
      names.forEach((key, i) => { record[key] = row[i]; });
      return record;
    }));
  }
  return tableRows.get(name);
}

const textAt = place => TABLES.texts[place];

function groupBy(rows, keysOf) {
  const groups = new Map();
  for (const row of rows) {
    for (const key of [keysOf(row)].flat()) {
      if (groups.has(key)) groups.get(key).push(row); else groups.set(key, [row]);
    }
  }
  return groups;
}

// A group of the table `name` under one key, made once: who said what, what was decided about which policy.
const groupsMade = new Map();

function groupOf(name, column, key) {
  const made = `${name} ${column}`;
  if (!groupsMade.has(made)) groupsMade.set(made, groupBy(rowsOf(name), row => row[column]));
  return groupsMade.get(made).get(key) || [];
}

// Dates without a year come last; a coarse date stands before the exact ones that it contains.
const dateOrder = (a, b) => !a - !b || (a < b ? -1 : a > b ? 1 : 0);
const DATED = ['', 'view_held', 'view_told', 'view_told_inferred'];
// Under a heading that says that the dates are those of articles.
const PRINTED = ['', '', '', 'inferred'];

function dateCell(date, dated, names = DATED) {
  const value = textAt(date);
  if (!value) return make('span', { className: 'faint' }, word('undated'));
  const kind = names[dated] ? make('small', { className: names === PRINTED ? '' : 'below' }, word(names[dated])) : null;
  return make('span', { className: 'date' }, make('time', { dateTime: value }, value), kind);
}

function spanText(first, last) {
  return !first && !last ? '' : first === last || !last ? first : !first ? last : `${first} — ${last}`;
}

// The small sign behind a fact that leads to its sentence; `about` tells a screen reader which fact.
function cite(fact, about) {
  const sign = factLink(fact, '❝');
  sign.classList.add('cite');
  sign.title = word('view_sentence');
  sign.setAttribute('aria-label', word('view_labelled', word('view_sentence'), about));
  return sign;
}

function entity(node) {
  return make('span', { className: 'entity' }, swatch(kindOf(NODES[node])), link(node));
}

// A body goes by a short name where only it has that name; the long one shows when pointed at.
function shortLink(node) {
  const found = link(node, caption(node, 16));
  found.title = NODES[node].label;
  return found;
}

function separated(parts, between = '、') {
  return parts.flatMap((part, i) => i ? [between, part] : [part]);
}

const labelOf = node => node < 0 ? '' : NODES[node].label;
const labelsOf = nodes => nodes.map(labelOf).join('、');
// Columns and lists are called what the ontology calls them; English labels begin small there.
const capital = text => text.charAt(0).toUpperCase() + text.slice(1);
const heading = curie => capital(term(curie));

function sentenceBlock(passage, names) {
  const { text, article } = DATA.passages[passage], source = DATA.articles[article];
  return make('blockquote', {}, chinese('p', {}, ...marked(text, marksOf(text, names))), source ? sourceOf(source) : null);
}

// Where one of `names` stands in `text`, in code points, the longest first.
function marksOf(text, names) {
  const sorted = [...new Set(names)].filter(Boolean).sort((a, b) => b.length - a.length);
  const found = sorted.map(name => [text.indexOf(name), name]).find(([at]) => at >= 0);
  if (!found) return [];
  const begin = Array.from(text.slice(0, found[0])).length;
  return [[begin, begin + Array.from(found[1]).length]];
}

const firstPassage = fact => DATA.facts[fact].sentences.length ? DATA.facts[fact].sentences[0].passage : -1;

// The sentence, headline and address of a fact, for a file that leaves the page.
function evidenceCells(fact) {
  const passage = firstPassage(fact), said = passage < 0 ? null : DATA.passages[passage];
  const source = said && DATA.articles[said.article];
  return [said ? said.text : '', source ? source.headline : '', DATA.facts[fact].iri];
}

const evidenceHeadings = () => [heading('kg:Passage'), heading('schema:headline'), 'IRI'];
