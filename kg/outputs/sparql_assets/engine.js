// A worker with the graph in it, that can be stopped at any moment and is then begun anew.
const DATA = id => JSON.parse(document.getElementById(id).textContent);
const WASM = document.getElementById('engine-wasm').textContent;
const GRAPH = DATA('graph-data'), CODE = DATA('engine-code');

// Each name that only one entity has, and its IRI: what the page of the graph has a place for.
const NAMES = `SELECT ?name (MIN(STR(?node)) AS ?iri) WHERE {
  VALUES ?class { ${DATA('page-data').kinds.map(kind => `<${kind}>`).join(' ')} }
  ?node a ?class ; <http://xmlns.com/foaf/0.1/name>|<http://www.w3.org/2004/02/skos/core#prefLabel> ?name .
} GROUP BY ?name HAVING (COUNT(DISTINCT ?node) = 1)`;

class Stopped extends Error {}

const engine = {
  worker: null, ready: null, reject: null,

  // Reads the graph; resolves to {triples}.
  begin() {
    const address = URL.createObjectURL(new Blob([CODE], { type: 'text/javascript' }));
    this.worker = new Worker(address);
    this.ready = this.say({ wasm: WASM, graph: GRAPH });
    this.ready.catch(() => {}).finally(() => URL.revokeObjectURL(address));
    return this.ready;
  },

  say(message) {
    return new Promise((resolve, reject) => {
      this.reject = reject;
      this.worker.onmessage = ({ data }) => 'error' in data ? reject(new Error(data.error)) : resolve(data);
      this.worker.onerror = event => { event.preventDefault(); reject(new Error(event.message || 'worker')); };
      this.worker.postMessage(message);
    });
  },

  // Resolves to the answer as SPARQL results; rejects with Stopped where `seconds` passed or somebody pressed stop.
  async ask(question, seconds) {
    await this.ready;
    const timer = setTimeout(() => this.stop('late'), seconds * 1000);
    try {
      return JSON.parse((await this.say({ question })).answer);
    } finally {
      clearTimeout(timer);
    }
  },

  stop(why) {
    this.worker.terminate();
    this.reject(new Stopped(why));
    this.begin();
  },
};
