import { readFile } from 'node:fs/promises';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { compileTable, type PolicyTable, staticPart } from '../../policies/index.ts';
import { securedSupergraph } from '../../schema/secured.ts';
import { readAsWritten, supergraphFile } from '../policies.ts';

let table: PolicyTable;
let supergraph: string;
let secured: Supergraph;
const at = new Date('2026-11-24T00:00:00Z');

beforeAll(async () => {
  table = compileTable(await readAsWritten(), at);
  supergraph = await readFile(supergraphFile, 'utf8');
  const text = securedSupergraph(supergraph, staticPart(table).requirementOf);
  secured = Supergraph.build(text, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
});

function directivesOf(coordinate: string): Record<string, unknown> {
  const [type = '', field = ''] = coordinate.split('.');
  const found = secured.schema.type(type);
  if (found?.kind !== 'ObjectType') throw new Error(`${type} is no object type.`);
  return Object.fromEntries(
    (found.field(field)?.appliedDirectives ?? [])
      .filter(({ name }) => ['authenticated', 'requiresScopes', 'policy'].includes(name))
      .map((applied) => [applied.name, applied.arguments()]),
  );
}

describe('the export for stock routers', () => {
  test('is a supergraph of Federation 2 that asks for the security features', () => {
    const urls = secured.schema.schemaDefinition
      .appliedDirectivesOf('link')
      .map((link) => String((link.arguments() as { url: unknown }).url));
    for (const name of ['authenticated', 'requiresScopes', 'policy'])
      expect(urls).toContain(`https://specs.apollo.dev/${name}/v0.1`);
  });

  test('asks nothing for what everybody reads, and a department and purpose for what an agreement gives', () => {
    expect(directivesOf('Enterprise.name')).toEqual({});
    expect(directivesOf('Enterprise.fxClass')).toMatchObject({
      authenticated: {},
      requiresScopes: { scopes: expect.arrayContaining([['department:fx'], ['department:tax']]) },
      policy: { policies: expect.arrayContaining([['fx/*'], ['tax/REFUND_CLASSIFICATION']]) },
    });
  });

  test('never opens to a class what the table does not give it in full', () => {
    const { requirementOf } = staticPart(table);
    const departments = table.policies.departments.map(({ id }) => id);
    for (const { kind, coordinate } of table.policies.coordinates.values()) {
      if (kind !== 'field') continue;
      const required = requirementOf(coordinate);
      const open =
        table.decide(table.classOf({ kind: 'public' }), coordinate).effect.allow === true;
      expect([coordinate, required === null]).toEqual([coordinate, open]);
      if (required === null) continue;
      for (const { code, departments: using } of table.policies.purposes) {
        for (const department of departments.filter((id) => using.includes(id))) {
          const cls = table.classOf({
            kind: 'department',
            subject: '',
            department,
            roles: [],
            purpose: code,
          });
          const given = table.decide(cls, coordinate).effect.allow === true;
          const passes =
            required.scopes.some((all) =>
              all.every((scope) => scope === `department:${department}`),
            ) &&
            required.policies.some(
              ([policy]) => policy === `${department}/${code}` || policy === `${department}/*`,
            );
          expect([coordinate, department, code, passes]).toEqual([
            coordinate,
            department,
            code,
            given,
          ]);
        }
      }
    }
  });

  test('lists what it cannot say', () => {
    const { inexpressible } = staticPart(table);
    expect(inexpressible).toContainEqual(
      expect.objectContaining({
        coordinate: 'PaymentRecord.payerAccount',
        what: 'masked with last-four',
      }),
    );
    expect(inexpressible.some(({ coordinate }) => coordinate.endsWith(':)'))).toBe(true);
  });
});
