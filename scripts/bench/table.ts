import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { composeForTest } from '../../gateway/execution/testing/compose.ts';
import { compileTable, everyClass, loadPolicies } from '../../policies/index.ts';

/** How long a large decision table takes. */
export interface TableFigures {
  readonly coordinates: number;
  readonly agreements: number;
  readonly compileMs: number;
  /** Making every decision of one class, on average over all classes; they are made when first asked for. */
  readonly decideMs: number;
}

const types = 500;
const fields = 10;
const recipients = 8;
const purposes = 5;

/** Compiles a table of 5,000 coordinates under 40 agreements, and makes every decision of every class. */
export async function measureTable(folder: string): Promise<TableFigures> {
  const supergraph = composeForTest([{ name: 'large', url: 'http://localhost', typeDefs: sdl() }]);
  const set = await loadPolicies(await writePolicies(folder), supergraph, { kind: 'as-written' });
  const began = performance.now();
  const table = compileTable(set, new Date());
  const compiled = performance.now();
  const coordinates = [...set.coordinates.values()].filter(({ typeName }) =>
    typeName.startsWith('T'),
  );
  const classes = everyClass(set);
  for (const cls of classes)
    for (const { coordinate } of coordinates) table.decide(cls, coordinate);
  return {
    coordinates: coordinates.length,
    agreements: set.agreements.length,
    compileMs: compiled - began,
    decideMs: (performance.now() - compiled) / classes.length,
  };
}

function sdl(): string {
  const each = (count: number, text: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => text(index)).join(' ');
  return `type Query { ${each(types, (index) => `t${index}: T${index}`)} }
    ${each(types, (index) => `type T${index} { ${each(fields, (field) => `f${field}: String`)} }`)}`;
}

async function writePolicies(folder: string): Promise<string> {
  const name = { zh: '名', en: 'Name' };
  const legalBasis = ['None; a benchmark'];
  const readers = Array.from({ length: recipients }, (_, index) => `reader${index}`);
  const codes = Array.from({ length: purposes }, (_, index) => `P${index}`);
  const files: Record<string, unknown> = {
    'departments.yaml': {
      departments: [
        { id: 'owner', name, issuer: 'urn:owner', operates: ['large'] },
        ...readers.map((id) => ({ id, name, issuer: `urn:${id}`, operates: [] })),
      ],
    },
    'purposes.yaml': {
      purposes: codes.map((code) => ({
        ...{ code, name, description: name, legalBasis: legalBasis.join() },
        departments: readers,
      })),
    },
    'classifications/all.yaml': {
      classifications: [{ coordinates: ['*.*'], category: 'goods', sharing: 'CONDITIONAL' }],
    },
  };
  for (const recipient of readers) {
    for (const [index, code] of codes.entries()) {
      const id = `owner-to-${recipient}-${index}`;
      files[`agreements/owner/${id}.yaml`] = {
        ...{ id, title: name, provider: 'owner', recipient, purposes: [code], legalBasis },
        effective: '2020-01-01',
        approvals: ['owner', recipient].map((department) => ({
          ...{ department, officer: `${department}-officer`, on: '2019-12-01' },
        })),
        grants: [{ coordinates: ['*.*'], allow: true }],
      };
    }
  }
  for (const [file, content] of Object.entries(files)) {
    const written = path.join(folder, file);
    await mkdir(path.dirname(written), { recursive: true });
    await writeFile(written, JSON.stringify(content));
  }
  return folder;
}
