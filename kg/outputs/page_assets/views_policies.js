// Policies: the life line of each (proposed, deliberated, adopted, issued, carried out …), and the formulas by use.
const STAGES = ['kg:Proposed', 'kg:Discussed', 'kg:Deliberated', 'kg:Adopted', 'kg:Issued', 'kg:Launched', 'kg:Implemented', 'kg:Studied', 'kg:OtherAction'];
const STEPS_SHOWN = 7;

const stageOf = step => { const at = STAGES.indexOf(textAt(step.action)); return at < 0 ? STAGES.length : at; };

function lifeOf(node) {
  return [...groupOf('decisions', 'policy', node)].sort((a, b) => dateOrder(textAt(a.date), textAt(b.date)) || stageOf(a) - stageOf(b));
}

function policyRows(formulations) {
  return rowsOf('policies').filter(row => (DATA.kinds[NODES[row.node].group].class === 'kg:Formulation') === formulations)
    .map(row => ({ ...row, life: lifeOf(row.node), kind: DATA.kinds[NODES[row.node].group].class }));
}

const placeOf = step => labelsOf([...step.meetings, ...step.bodies]);

// The same step many times over is one step with its number; the details below tell them apart.
function runsOf(life) {
  const runs = [];
  for (const step of life) {
    const last = runs.at(-1);
    if (last && last[0].action === step.action) last.push(step); else runs.push([step]);
  }
  return runs;
}

function lifeLine({ life }) {
  if (!life.length) return make('span', { className: 'faint' }, word('view_only_named'));
  const runs = runsOf(life), steps = runs.slice(0, STEPS_SHOWN).map(run => make('li', {}, lifeStep(run)));
  if (runs.length > STEPS_SHOWN) steps.push(make('li', { className: 'faint' }, `+${runs.length - STEPS_SHOWN}`));
  return make('ol', { className: 'life' }, ...steps);
}

function lifeStep(run) {
  const [first] = run, action = term(textAt(first.action)), dates = run.map(step => textAt(step.date)).filter(Boolean);
  const text = run.length > 1 ? `${action} ×${run.length}` : action, title = factLink(first.fact, text);
  title.className = `step stage-${stageOf(first)}`;
  title.title = [placeOf(first), word(DATED[first.dated] || 'undated')].filter(Boolean).join(' · ');
  title.setAttribute('aria-label', `${text} ${placeOf(first)} ${textAt(first.date)} · ${word('view_sentence')}`);
  return make('span', {}, title, make('small', {}, spanText(dates[0] || '', dates.at(-1) || '') || word('undated')));
}

function policyDetails(row) {
  const names = [NODES[row.node].label, ...NODES[row.node].aliases];
  const steps = row.life.map(step => make('li', {}, make('span', { className: 'when' }, dateCell(step.date, step.dated)),
    make('span', { className: 'what' }, make('i', {}, term(textAt(step.action))), ' ',
      ...separated([...step.meetings, ...step.bodies].map(node => link(node))), cite(step.fact, `${term(textAt(step.action))} ${placeOf(step)}`))));
  return [steps.length ? make('ol', { className: 'career' }, ...steps) : '', ...usesOf(row, names)];
}

function usesOf(row, names) {
  if (row.first < 0) return [];
  const uses = row.first === row.last ? [['view_only_use', row.first]] : [['view_first_use', row.first], ['view_last_use', row.last]];
  return uses.flatMap(([name, passage]) => [make('h3', {}, word(name)), sentenceBlock(passage, names)]);
}

const policyColumn = curie => ({
  key: 'name', name: () => heading(curie), value: row => labelOf(row.node), cell: row => entity(row.node),
  search: row => [NODES[row.node].label, ...NODES[row.node].aliases].join('\n'),
});
const lifeColumn = {
  key: 'life', numeric: true, name: () => word('view_life'), value: row => row.life.length, cell: lifeLine, left: true,
  search: row => row.life.map(step => `${term(textAt(step.action))} ${placeOf(step)}`).join('\n'),
};
const useColumns = [
  { key: 'first', plain: true, name: () => word('view_first_use'), value: row => textAt(row.firstDate), cell: row => dateCell(row.firstDate, row.firstDated, PRINTED) },
  { key: 'last', plain: true, name: () => word('view_last_use'), value: row => textAt(row.lastDate), cell: row => dateCell(row.lastDate, row.lastDated, PRINTED) },
  { key: 'articles', numeric: true, name: () => heading('schema:NewsArticle'), value: row => row.articles },
  { key: 'sentences', numeric: true, name: () => heading('kg:Passage'), value: row => row.sentences },
];

function policiesFile(name) {
  const own = row => [labelOf(row.node), term(row.kind), textAt(row.firstDate), textAt(row.lastDate), String(row.articles)];
  return {
    name,
    head: () => [heading('kg:Policy'), word('view_kind'), word('view_first_use'), word('view_last_use'), heading('schema:NewsArticle'),
      ...['kg:action', 'kg:decidedAt', 'kg:decidedBy'].map(heading), word('view_date'), word('view_dated'), ...evidenceHeadings()],
    rows: row => row.life.length
      ? row.life.map(step => [...own(row), term(textAt(step.action)), labelsOf(step.meetings), labelsOf(step.bodies), textAt(step.date), step.dated ? word(DATED[step.dated]) : '', ...evidenceCells(step.fact)])
      : [[...own(row), '', '', '', '', '', '', '', NODES[row.node].iri]],
  };
}

PAGE.view('policies', section => {
  const kinds = ['kg:Document', 'kg:Initiative'].map(curie => [curie, term(curie)]);
  section.append(make('h2', {}, word('view_policies')), tableView({
    id: 'policies', caption: word('view_policies_note'), columns: [policyColumn('kg:Policy'), lifeColumn, ...useColumns.slice(0, 3)], rows: policyRows(false),
    details: policyDetails, save: policiesFile('policies'), start: { sort: 'life', down: true },
    chosen: (row, choices) => (!choices.kind || row.kind === choices.kind) && (!choices.decided || row.life.length),
    controls: [choiceBox('kind', word('view_kind'), kinds), checkBox('decided', word('view_decided_only'))],
  }), make('h2', {}, word('view_formulations')), tableView({
    id: 'formulations', caption: word('view_formulations_note'), columns: [policyColumn('kg:Formulation'), ...useColumns, lifeColumn], rows: policyRows(true),
    details: policyDetails, save: policiesFile('formulations'), start: { sort: 'articles', down: true },
  }));
});
