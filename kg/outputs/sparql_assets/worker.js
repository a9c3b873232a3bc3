// The life of the worker: Oxigraph (the text before this one) reads the graph once, then answers one question after another.
const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
const unzipped = async packed => new Uint8Array(await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
let store;

async function begin({ wasm, graph }) {
  Oxigraph.initSync({ module: await unzipped(bytes(wasm)) });
  store = new Oxigraph.Store();
  store.load(graph.packed ? await unzipped(bytes(graph.text)) : new TextEncoder().encode(graph.text), { format: 'text/turtle', no_transaction: true });
  return { triples: store.size };
}

// A table comes as SPARQL results in JSON; a graph, from CONSTRUCT or DESCRIBE, as quads.
function ask({ question }) {
  const plain = question.replace(/<[^<>"{}|^`\\\s]*>|#[^\n]*/g, '');
  if (!/^\s*(?:(?:PREFIX|BASE)\s+\S*\s*)*(?:CONSTRUCT|DESCRIBE)\b/i.test(plain)) return { answer: store.query(question, { results_format: 'json' }) };
  const term = ({ termType, value, language, datatype }) => termType === 'NamedNode' ? { type: 'uri', value }
    : termType === 'BlankNode' ? { type: 'bnode', value } : { type: 'literal', value, 'xml:lang': language || undefined, datatype: datatype.value };
  const bindings = store.query(question).map(quad => ({ subject: term(quad.subject), predicate: term(quad.predicate), object: term(quad.object) }));
  return { answer: JSON.stringify({ head: { vars: ['subject', 'predicate', 'object'] }, results: { bindings } }) };
}

onmessage = async ({ data }) => {
  try {
    postMessage(data.wasm ? await begin(data) : ask(data));
  } catch (error) {
    postMessage({ error: String(error && error.message || error) });
  }
};
