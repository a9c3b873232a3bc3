// The page: a menu of questions, the editor, the bar, the answer.
const $ = id => document.getElementById(id);
const OWN = 'SELECT ?class (COUNT(?thing) AS ?things) WHERE {\n  ?thing a ?class .\n} GROUP BY ?class ORDER BY DESC(?things) ?class\n';
let language = 'zh', current = '', answer = null, said = ['loading', {}], busy = false, loaded = false;

const words = (name, values = {}) => PAGE.words[language][name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
const byName = new Map(PAGE.groups.flatMap(group => group.questions).map(question => [question.name, question]));

// `detail` is text of an engine: it follows the words and is never taken for one.
function tell(name, values = {}, { bad = false, detail = '' } = {}) {
  said = [name, values, { bad, detail }];
  $('status').textContent = words(name, values) + detail;
  $('status').classList.toggle('bad', bad);
}

function offer() {
  const wanted = $('filter').value.trim().toLowerCase();
  $('questions').replaceChildren(...PAGE.groups.flatMap(group => {
    const fits = group.questions.filter(one => [one.zh, one.en, one.name].some(text => text.toLowerCase().includes(wanted)));
    return fits.length ? [make('h3', group[language]), ...fits.map(entry)] : [];
  }));
}

function entry(question) {
  const button = make('button', question[language], { type: 'button', 'data-name': question.name });
  if (question.name === current) button.setAttribute('aria-current', 'true');
  button.addEventListener('click', async () => {
    choose(question.name);
    await run();
    // On a phone the answer lies below the menu and the editor.
    if (matchMedia('(max-width: 760px)').matches) $('bar').scrollIntoView({ block: 'start' });
  });
  return button;
}

// A named question into the editor, with the words that `wanted` has for it.
function choose(name, wanted = new URLSearchParams()) {
  const question = byName.get(name);
  current = question ? name : '';
  if (question) editor.write([...wordsOf(question.text)].reduce((text, [word]) => wanted.has(word) ? withWord(text, word, wanted.get(word)) : text, question.text));
  keep();
}

// What stands in the editor is in the address, by its name and words where it is a named question; so a link shows it.
function keep() {
  const text = editor.read(), question = byName.get(current), unworded = whole => whole.replace(WORD, '');
  if (question && unworded(text) !== unworded(question.text)) current = '';
  const wanted = new URLSearchParams(current ? { name: current } : text === OWN ? {} : { query: text });
  if (current) for (const [word, value] of wordsOf(text)) if (value !== wordsOf(question.text).get(word)) wanted.set(word, value);
  history.replaceState(null, '', `#${wanted}`);
  describe();
  fields();
  offer();
}

// The words of a question that can be changed, in its lines VALUES ?name { "word" }.
const WORD = /VALUES \?(\w+) \{ ("(?:[^"\\\n]|\\.)*") \}/g;
const wordsOf = text => new Map([...text.matchAll(WORD)].map(([, name, literal]) => [name, unquoted(literal)]));
const withWord = (text, name, value) => text.replace(WORD, (whole, other) => other === name ? `VALUES ?${name} { ${JSON.stringify(value)} }` : whole);

function unquoted(literal) {
  try { return JSON.parse(literal); } catch { return literal.slice(1, -1); }
}

function fromAddress() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (wanted.get('query')) editor.write(wanted.get('query'));
  choose(wanted.get('name') ?? '', wanted);
}

// A box for each such word: who does not read SPARQL can change it too.
function fields() {
  const known = wordsOf(editor.read()), boxes = [...$('words').querySelectorAll('input')];
  if (boxes.length === known.size && boxes.every(box => known.get(box.name) === box.value)) return;
  $('words').replaceChildren(...[...known].map(([name, value]) => {
    const box = make('input', '', { name, type: 'search', autocomplete: 'off', spellcheck: 'false' }), label = make('label', `${words('word')} ?${name} `);
    box.value = value;
    box.addEventListener('change', () => { editor.write(withWord(editor.read(), name, box.value)); run(); });
    label.append(box);
    return label;
  }));
}

function describe() {
  const question = byName.get(current);
  $('about').textContent = question ? `${question[language]} ${question[`${language}_why`]}` : words('own');
}

function show(found) {
  answer = found;
  const isTable = Boolean(found?.results);
  $('csv').disabled = $('json').disabled = !isTable;
  $('results').replaceChildren(...(isTable ? table(found, words, language) : []));
  $('results').scrollTo(0, 0);
}

function working(now) {
  busy = now;
  $('run').disabled = busy || !loaded;
  $('stop').disabled = !busy;
}

async function run() {
  if (busy) return;
  const began = performance.now(), seconds = Number($('limit').value);
  const passed = () => ((performance.now() - began) / 1000).toFixed(2);
  keep();
  working(true);
  show(null);
  tell('running');
  try {
    const found = await engine.ask(PAGE.head + editor.read(), seconds);
    show(found);
    if ('boolean' in found) tell(found.boolean ? 'yes' : 'no');
    else tell(found.results.bindings.length ? 'done' : 'none', { rows: found.results.bindings.length, seconds: passed() });
  } catch (error) {
    if (error instanceof Stopped) tell(error.message === 'late' ? 'late' : 'stopped', { seconds });
    else tell('error', {}, { bad: true, detail: place(error.message) });
  }
  working(false);
}

// The usual prefixes stand before the first line of the question, so a place in that line is counted from behind them.
const place = text => text.replace(/\bat 1:(\d+)/, (whole, column) => column > PAGE.head.length ? `at 1:${column - PAGE.head.length}` : whole);

function speak(now) {
  language = now;
  document.documentElement.lang = now === 'zh' ? 'zh-CN' : 'en';
  const texts = { title: 'title', language: 'language', 'graph-link': 'graph', 'menu-title': 'questions', run: 'run', stop: 'stop',
    'limit-name': 'limit', 'limit-unit': 'seconds', csv: 'csv', json: 'json', link: 'link' };
  for (const [id, name] of Object.entries(texts)) $(id).textContent = words(name);
  $('part').textContent = words('part');
  $('part').hidden = PAGE.whole;
  $('language').lang = now === 'zh' ? 'en' : 'zh-CN';
  $('filter').placeholder = words('filter');
  $('filter').setAttribute('aria-label', words('filter'));
  $('results').setAttribute('aria-label', words('results'));
  editor.rename(words('editor'));
  tell(...said);
  describe();
  $('words').replaceChildren();
  fields();
  offer();
  if (answer) show(answer);
}

const editor = Editor.make($('editor'), {
  text: OWN, label: words('editor'), run: () => run(),
  terms: PAGE.terms.map(([label, zh, en]) => ({ label, detail: `${zh} ${en}` })),
});
$('filter').addEventListener('input', offer);
$('language').addEventListener('click', () => speak(language === 'zh' ? 'en' : 'zh'));
$('run').addEventListener('click', run);
$('stop').addEventListener('click', () => engine.stop('stopped'));
$('csv').addEventListener('click', () => save(`${current || 'answer'}.csv`, 'text/csv', csv(answer)));
$('json').addEventListener('click', () => save(`${current || 'answer'}.json`, 'application/sparql-results+json', JSON.stringify(answer, null, 1)));
addEventListener('hashchange', fromAddress);
$('link').addEventListener('click', async () => { keep(); $('link').textContent = words(await copy(location.href) ? 'copied' : 'uncopied'); });

async function begin() {
  speak(language);
  const began = performance.now();
  fromAddress();
  try {
    const { triples } = await engine.begin();
    for (const row of JSON.parse((await engine.say({ question: NAMES })).answer).results.bindings) entities.set(row.name.value, row.iri.value);
    loaded = true;
    tell('ready', { triples, seconds: ((performance.now() - began) / 1000).toFixed(1) });
  } catch (error) {
    tell('unable', {}, { bad: true, detail: ` ${error.message}` });
  }
  working(false);
  document.documentElement.dataset.ready = loaded ? 'yes' : 'no';
}
begin();
