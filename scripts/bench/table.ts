import { composeForTest } from '../../gateway/execution/testing/compose.ts';
import { compileTable, everyClass, loadPolicies } from '../../policies/index.ts';
import { writeAgreements } from './many-agreements.ts';

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
const sharing = {
  owner: 'owner',
  operates: ['large'],
  leads: {},
  recipients: Array.from({ length: 8 }, (_, index) => `reader${index}`),
  purposes: Array.from({ length: 5 }, (_, index) => `P${index}`),
  coordinates: ['*.*'],
};

/** Compiles a table of 5,000 coordinates under 40 agreements, and makes every decision of every class. */
export async function measureTable(folder: string): Promise<TableFigures> {
  const supergraph = composeForTest([{ name: 'large', url: 'http://localhost', typeDefs: sdl() }]);
  const set = await loadPolicies(await writeAgreements(folder, sharing), supergraph, {
    kind: 'as-written',
  });
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
