// node_modules → kg/outputs/sparql_assets/vendor: the WebAssembly of Oxigraph, compressed, and what all of it is.
// (esbuild makes the scripts. Oxigraph's is no module there: from file://, Chromium begins no worker that is one.)
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

const OUT = new URL('../../kg/outputs/sparql_assets/vendor/', import.meta.url);
const at = path => new URL(`node_modules/${path}`, import.meta.url);
const about = name => JSON.parse(readFileSync(at(`${name}/package.json`), 'utf8'));
const sha = bytes => createHash('sha256').update(bytes).digest('hex');

writeFileSync(new URL('oxigraph.wasm.gz', OUT), gzipSync(readFileSync(at('oxigraph/web_bg.wasm')), { level: 9 }));

const folders = scope => readdirSync(at(scope)).map(name => `${scope}/${name}`);
const bundled = [...folders('@codemirror'), ...folders('@lezer'), ...folders('@marijn'), 'crelt', 'style-mod', 'w3c-keyname'];
const row = name => { const { version, license } = about(name); return `| ${name} | ${version} | ${license} |`; };
const sums = ['codemirror.js', 'oxigraph.js', 'oxigraph.wasm.gz'].map(name => {
  const bytes = readFileSync(new URL(name, OUT));
  return `| ${name} | ${sha(name.endsWith('.gz') ? gunzipSync(bytes) : bytes)} |`;
});
writeFileSync(new URL('VENDOR.md', OUT), `# 他人的程序 What is not ours

由 \`tools/sparql_page\` 生成，不手改。 Made by \`tools/sparql_page\` (npm ci && npm run build); not edited by hand.

\`oxigraph.wasm.gz\` is web_bg.wasm of the first package below, compressed; \`oxigraph.js\` is made of its web.js,
\`codemirror.js\` of the other packages, with esbuild ${about('esbuild').version}. The texts of the licences: LICENSES.txt.

| npm package | version | licence |
|---|---|---|
${['oxigraph', ...bundled].map(row).join('\n')}

| file (uncompressed) | SHA-256 |
|---|---|
${sums.join('\n')}
`);
