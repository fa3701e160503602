// How long it takes to read, compile and decide policies of 5,000 coordinates under 40 agreements.
// Run: node --import tsx scripts/bench/policies-compile.mjs [--json]; fails when it takes longer than a second.
import { compileTable, everyClass, loadRelease, releaseOf } from '../../policies/index.ts';

const departments = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const [types, fields, agreements, limitMs] = [250, 20, 40, 1_000];
const words = (text) => `{ zh: ${text}, en: ${text} }`;

function supergraph() {
  const graphs = departments.map(
    (name) =>
      `${name.toUpperCase()} @join__graph(name: "${name}", url: "http://127.0.0.1:1/${name}")`,
  );
  const body = Array.from({ length: types }, (_, type) => {
    const graph = departments[type % departments.length].toUpperCase();
    const lines = Array.from({ length: fields }, (_, field) => {
      const from = field % 7 === 6 ? `, derivesFrom: ["T${type}.f${field - 1}"]` : '';
      return `f${field}: String @classified(category: "c${field % 5}", sharing: "CONDITIONAL"${from})`;
    });
    return `type T${type} @join__type(graph: ${graph}) { ${lines.join('\n')} }`;
  });
  return `enum join__Graph { ${graphs.join('\n')} }\n${body.join('\n')}\ntype Query @join__type(graph: A) { t: T0 @classified(category: "c0", sharing: "UNCONDITIONAL") }`;
}

function documents() {
  const files = new Map();
  const register = departments.map(
    (id) => `  - { id: ${id}, name: ${words(id)}, issuer: "urn:${id}", operates: [${id}] }`,
  );
  files.set('departments.yaml', `departments:\n${register.join('\n')}\n`);
  for (let index = 0; index < agreements; index += 1) {
    const provider = departments[index % departments.length];
    const recipient = departments[(index + 1 + (index % 6)) % departments.length];
    const other =
      recipient === provider ? departments[(index + 1) % departments.length] : recipient;
    const id = `${provider}-to-${other}-${index}`;
    const named = Array.from({ length: 20 }, (_, at) => {
      const type = (index % departments.length) + departments.length * at;
      return `T${type}.f${at % fields}`;
    });
    files.set(
      `agreements/${provider}/${id}.yaml`,
      `id: ${id}
title: ${words('t')}
provider: ${provider}
recipient: ${other}
purposes: [P${index % 10}]
legalBasis: [Law]
effective: 2025-01-01
approvals:
  - { department: ${provider}, officer: o, on: 2024-12-01 }
  - { department: ${other}, officer: o, on: 2024-12-01 }
grants:
  - { categories: [c${index % 5}, c${(index + 1) % 5}], allow: true }
  - { coordinates: [${named.join(', ')}], when: { f0: x } }
`,
    );
  }
  return files;
}

const sdl = supergraph();
const release = releaseOf(documents(), { kind: 'folder', path: 'bench', seal: null });
const started = performance.now();
const set = await loadRelease(release, sdl, { kind: 'as-written' });
const loaded = performance.now();
const table = compileTable(set, new Date('2026-01-01T00:00:00Z'));
const compiled = performance.now();
const classes = everyClass(set);
let given = 0;
for (const { coordinate } of set.coordinates.values())
  for (const cls of classes) if (table.decide(cls, coordinate).effect.allow !== false) given += 1;
const decided = performance.now();
const result = {
  coordinates: set.coordinates.size,
  agreements: set.agreements.length,
  classes: classes.length,
  given,
  loadMs: Math.round(loaded - started),
  compileMs: Math.round(compiled - loaded),
  decideAllMs: Math.round(decided - compiled),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
if (loaded - started + (compiled - loaded) > limitMs) process.exitCode = 1;
