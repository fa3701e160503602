import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type GraphQLSchema, parse } from 'graphql';
import { createVisibleSchemas } from '../../gateway/authorize/visible-schema.ts';
import {
  compileTable,
  type DecisionClass,
  everyClass,
  isAllowed,
  isDenied,
  type PolicyTable,
} from '../../policies/index.ts';
import { samples } from '../development/samples.ts';
import { readAsWritten } from '../policies.ts';
import { AllowingTable } from './allowing.ts';
import type { Asking, House } from './house.ts';
import { openMarket } from './market.ts';
import { mark, type Mark } from './marks.ts';
import { markedFields, waysTo } from './ways-to-marks.ts';
import { type RandomOperation, randomOperation, type Vocabulary } from './random-operation.ts';
import { startUnguardedGateway } from './unguarded-gateway.ts';

/** Values by the name of an argument: keys of rows that exist, and small pages; and by the type of the value. */
const byName: Readonly<Record<string, readonly unknown[]>> = {
  ...Object.fromEntries(Object.entries(samples()).map(([name, value]) => [name, [value]])),
  first: [3],
  id: ['i1', 'i2', 'c1'],
};
const byType: Readonly<Record<string, readonly unknown[]>> = {
  Boolean: [true, false],
  Int: [1, 2],
  Money: ['10.00'],
  Decimal: ['10.5'],
  Date: ['2026-01-01'],
  Instant: ['2026-01-01T00:00:00Z'],
  USCC: [samples().uscc],
};

interface Somebody {
  readonly cls: DecisionClass;
  readonly schema: GraphQLSchema;
}

function askingOf({ department, purpose, roles, hasCase }: DecisionClass): Asking {
  const headers = { 'policy-explain': '1', 'plan-explain': '1' };
  if (department === null || purpose === null) return { headers };
  const asking = { department, purpose, role: roles[0] ?? 'analyst', headers };
  return hasCase ? { ...asking, case: 'SY-2026-0117' } : asking;
}

/** How often one of the first is less than one of the second, of all pairs: 0.5 if nothing tells them apart. */
function fasterOften(first: readonly number[], second: readonly number[]): number {
  let less = 0;
  for (const one of first) for (const other of second) less += one < other ? 1 : 0;
  return less / (first.length * second.length);
}

/** Refusals that a generated operation may meet; anything else is a fault of the generator or of the gateway. */
const mayRefuse = /"code":"(POLICY_ARGUMENT_DENIED|OPERATION_TOO_COMPLEX)"/;

describe('whoever asks for anything', () => {
  let guarded: House;
  let gatewayAlone: House;
  let departmentsAlone: House;
  let marks: readonly Mark[];
  let table: PolicyTable;
  let everything: GraphQLSchema;
  let people: Somebody[];
  let isSought: Vocabulary['isSought'];

  beforeAll(async () => {
    const beside = ['commerce', 'customs', 'tax', 'fx', 'logistics', 'finance', 'credit'];
    guarded = await openMarket({ logs: true, gateway: { batch: 4 } }, beside);
    marks = await mark(guarded);
    // The same documents; signatures are checked once.
    const trust = { kind: 'as-written' } as const;
    [gatewayAlone, departmentsAlone] = await Promise.all([
      guarded.another({ trust, guardedBy: ({ current }) => new AllowingTable(current.policies) }),
      guarded.another({ trust, start: startUnguardedGateway }),
    ]);
    const policies = await readAsWritten(guarded.policies, guarded.supergraph);
    table = compileTable(policies, new Date());
    const visible = createVisibleSchemas(parse(await readFile(guarded.supergraph, 'utf8')));
    const classes = everyClass(policies);
    people = classes.map((cls) => ({ cls, schema: visible(cls, table) }));
    const [anybody] = classes;
    if (anybody === undefined) throw new Error('There is nobody to ask.');
    everything = visible(anybody, new AllowingTable(policies).current);
    isSought = waysTo(marks, everything);
  }, 120_000);
  afterAll(async () => {
    await departmentsAlone.close();
    await gatewayAlone.close();
    await guarded.close();
  });

  const found = (text: string): readonly string[] =>
    marks.filter((one) => text.includes(one.text)).map(({ coordinate }) => coordinate);

  const vocabulary = (more: Partial<Vocabulary>): Vocabulary => ({
    valueOf: (name, type, draw) => {
      const values = byName[name] ?? byType[type] ?? [];
      return values[draw(Math.max(1, values.length))];
    },
    typeNames: ['Inspection', 'Informant', 'InspectionFilter', 'Order', 'Finding', 'Matter'],
    oneArgumentOf: 9,
    isSought,
    oneAnyOf: 3,
    ...more,
  });

  /** Asks, and holds that nothing of what comes back is a mark that may not be read; gives how many may. */
  async function attack(
    layer: string,
    house: House,
    operations: readonly RandomOperation[],
    cls: DecisionClass,
  ): Promise<number> {
    const bodies = operations.map(({ source: query, variables }) => ({ query, variables }));
    const response = await house.send(bodies.length === 1 ? bodies[0] : bodies, askingOf(cls));
    const text = `${await response.text()} ${JSON.stringify([...response.headers])}`;
    const about = { layer, who: cls.key, asked: JSON.stringify(bodies) };
    const coordinates = found(text);
    const leaks = coordinates.filter((each) => !isAllowed(table.decide(cls, each).effect));
    expect({ ...about, leaks }).toEqual({ ...about, leaks: [] });
    const isAnswered = response.status === 200;
    if (!isAnswered)
      expect({ ...about, text }).toEqual({
        ...about,
        text: expect.stringMatching(mayRefuse) as unknown,
      });
    // An argument that would let somebody infer what they may not read is never answered.
    const [only] = operations;
    if (isAnswered && operations.length === 1 && house !== departmentsAlone) {
      const barred = (only?.given ?? []).filter(
        ([field, argument]) =>
          !isDenied(table.decide(cls, field).effect) &&
          table.readsOf(argument).some((read) => !isAllowed(table.decide(cls, read).effect)),
      );
      expect({ ...about, barred }).toEqual({ ...about, barred: [] });
    }
    return coordinates.length;
  }

  test('gets nothing denied or masked: from both guards, from the gateway alone, from departments alone', async () => {
    const read = { guarded: 0, gatewayAlone: 0, departmentsAlone: 0 };
    for (const { cls, schema } of people) {
      const mayPass = (coordinate: string): boolean =>
        !isDenied(table.decide(cls, coordinate).effect);
      const write = { given: byName, mayPass };
      const all = markedFields(marks, schema, write, () => true);
      // A department refuses a document whole: it is asked what it gives, be it masked.
      const given = markedFields(marks, everything, write, mayPass);
      const [ofAll, ofGateway, ofDepartments] = await Promise.all([
        attack('both', guarded, [all], cls),
        attack('the gateway alone', gatewayAlone, [all], cls),
        attack('departments alone', departmentsAlone, [given], cls),
      ]);
      read.guarded += ofAll;
      read.gatewayAlone += ofGateway;
      read.departmentsAlone += ofDepartments;
    }
    const property = fc.asyncProperty(
      fc.nat(),
      fc.array(fc.nat(100_000), { minLength: 10, maxLength: 60 }),
      async (who, numbers) => {
        const somebody = people[who % people.length];
        if (somebody === undefined) throw new Error('There is nobody to ask.');
        const { cls, schema } = somebody;
        const visible = randomOperation(schema, numbers, vocabulary({}));
        // A department refuses a document whole: few fields, and most of them open, for an answer to come of it.
        const isOpen = (type: string, field: string): boolean =>
          isSought(type, field) && !isDenied(table.decide(cls, `${type}.${field}`).effect);
        const any = randomOperation(
          everything,
          numbers.slice(0, 12),
          vocabulary({ isSought: isOpen, oneAnyOf: 12, typeNames: [] }),
        );
        const [ofAll, ofGateway, ofDepartments] = await Promise.all([
          attack('both', guarded, who % 5 === 0 ? [visible, visible] : [visible], cls),
          attack('the gateway alone', gatewayAlone, [visible], cls),
          attack('departments alone', departmentsAlone, [any], cls),
        ]);
        read.guarded += ofAll;
        read.gatewayAlone += ofGateway;
        read.departmentsAlone += ofDepartments;
      },
    );
    await fc.assert(property, { numRuns: 50, endOnFailure: true });
    // The attack is worth something: marks that may be read were read.
    for (const count of Object.values(read)) expect(count).toBeGreaterThan(10);
  }, 90_000);

  test('cannot tell by time what another has asked, nor whether there is a row that is hidden', async () => {
    const asker = { department: 'customs', purpose: 'RISK_ANALYSIS' };
    const other = { department: 'market', purpose: 'CORRECTION' };
    const timed = async (query: string, id = 'i1'): Promise<number> => {
      const started = performance.now();
      await (await guarded.send({ query, variables: { id } }, asker)).text();
      return performance.now() - started;
    };
    const document = (name: string): string =>
      `query ($id: ID!) { inspection(id: $id) { id ${name}: note score findings: verdict } }`;
    const first: Record<'after another' | 'before anybody', number[]> = {
      'after another': [],
      'before anybody': [],
    };
    const again: number[] = [];
    for (let round = 0; round < 100; round += 1) {
      const isKnown = round % 2 === 0;
      await guarded.ask(document(`a${round}${isKnown ? '' : 'other'}`), {
        ...other,
        variables: { id: 'i1' },
      });
      first[isKnown ? 'after another' : 'before anybody'].push(await timed(document(`a${round}`)));
      again.push(await timed(document(`a${round}`)));
    }
    const { 'after another': known, 'before anybody': unknown } = first;
    // What is cached can be told by time: the asker's own second request is faster nearly always.
    expect(fasterOften(again, [...known, ...unknown])).toBeGreaterThan(0.65);
    expect(Math.abs(fasterOften(known, unknown) - 0.5)).toBeLessThan(0.22);

    const rows: Record<'hidden' | 'absent', number[]> = { hidden: [], absent: [] };
    for (let round = 0; round < 120; round += 1) {
      const [kind, id] =
        round % 2 === 0 ? (['hidden', 'i2'] as const) : (['absent', 'i0'] as const);
      rows[kind].push(await timed(document('row'), id));
    }
    expect(Math.abs(fasterOften(rows.hidden, rows.absent) - 0.5)).toBeLessThan(0.22);
  }, 60_000);

  test('leaves nothing denied in logs, metrics and the trail', async () => {
    const { audit } = guarded;
    const names = await readdir(audit, { recursive: true, withFileTypes: true });
    const files = names
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    const kept = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    const metrics = await (await fetch(`${guarded.url}/metrics`)).text();
    const lines = guarded.logged.join('\n');
    expect(lines).toContain('the gateway asks');
    expect(metrics).toContain('cpz_requests_total{route="/graphql"');
    expect(kept.join('\n')).toContain('"outcome":"ANSWERED"');
    expect(found([lines, metrics, ...kept].join('\n'))).toEqual([]);
  });
});
