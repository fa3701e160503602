import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { everyClass, isDenied, type Principal } from '../policies/index.ts';
import { departments } from './index.ts';
import type { Department } from './kit/department.ts';
import type { Database } from './kit/store.ts';
import { testDatabase } from './kit/testing/database.ts';
import { of, post, type ServedForTest, serveForTest } from './kit/testing/served.ts';
import { zoneTemplate } from './testing/zone.ts';
import { ebpCode, enterprise, logisticsCode } from './synthetic/enterprises.ts';
import { flowCase } from './synthetic/flow-case.ts';
import { paymentInstitutions } from './synthetic/institutions.ts';

const flow = Array.from({ length: 50 }, (_, index) => flowCase(index)).find(
  ({ invtNo, entryNo }) => invtNo !== null && entryNo !== null,
);
if (flow === undefined) throw new Error('No case has both a list and a declaration.');

/** Keys of rows that stand in the small profile, by entity. */
const keys: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  Enterprise: { uscc: flow.seller.uscc },
  Platform: { ebpCode: ebpCode(0) },
  Park: { code: 'HN' },
  Order: { ebpCode: flow.ebpCode, orderNo: flow.orderNo },
  InventoryList: { invtNo: flow.invtNo },
  Declaration: { entryNo: flow.entryNo },
  PaymentRecord: {
    payCode: paymentInstitutions[flow.payment?.payCode ?? 0]?.code,
    payTransactionId: flow.payment?.id,
  },
  Waybill: {
    logisticsCode: logisticsCode(flow.waybill?.operator ?? 0),
    logisticsNo: flow.waybill?.logisticsNo,
  },
  FxProfile: { uscc: flow.seller.uscc },
  LogisticsOperator: { logisticsCode: logisticsCode(1) },
  Warehouse: { code: 'SYWH01' },
  FinanceProduct: { productId: 'FP01' },
};

let database: Database;
beforeAll(async () => {
  database = await testDatabase(zoneTemplate);
});
afterAll(() => database.close());

const entities =
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on TYPE { FIELD } } }';

describe.each(departments.map((department) => [department.name, department] as const))(
  '%s',
  (name: string, department: Department) => {
    let served: ServedForTest;
    beforeAll(async () => {
      served = await serveForTest(department, database);
      await department.seed(served.database, 'small', () => undefined);
    });
    afterAll(() => served.close());

    /** Leaf fields without arguments that this department resolves on entities with known keys. */
    const fieldsHere = (): { type: string; field: string }[] => {
      const { policies } = served.policies.current;
      return [...policies.coordinates.values()]
        .filter(
          ({ kind, typeName, subgraphs, coordinate, namedType }) =>
            kind === 'field' &&
            typeName in keys &&
            subgraphs.includes(name) &&
            !policies.coordinates.has(`${namedType}.__typename`) &&
            ![...policies.coordinates.keys()].some((each) => each.startsWith(`${coordinate}(`)),
        )
        .filter(
          ({ namedType }) =>
            ![...policies.coordinates.values()].some(({ typeName }) => typeName === namedType),
        )
        .map(({ typeName, fieldName }) => ({ type: typeName, field: fieldName }));
    };

    const askEntity = (
      type: string,
      field: string,
      principal: Principal,
      count = 1,
    ): ReturnType<ServedForTest['ask']> =>
      served.ask(entities.replace('TYPE', type).replace('FIELD', field), {
        principal,
        variables: {
          representations: Array.from({ length: count }, () => ({
            __typename: type,
            ...keys[type],
          })),
        },
      });

    test('resolves every entity that it contributes to', async () => {
      for (const { type, field } of fieldsHere()) {
        const { data, errors } = await askEntity(type, field, of(served.operator, 'CORRECTION'));
        expect({ type, field, errors }).toEqual({ type, field, errors: [] });
        const [row] = (data as { _entities: (Record<string, unknown> | null)[] })._entities;
        expect({ type, has: row !== null && field in (row ?? {}) }).toEqual({ type, has: true });
      }
    });

    test('gives nobody a value that the decision table denies', async () => {
      const table = served.policies.current;
      const classes = everyClass(table.policies);
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...classes),
          fc.constantFrom(...fieldsHere()),
          async (cls, { type, field }) => {
            const principal: Principal =
              cls.department === null
                ? { kind: 'public' }
                : {
                    ...of(cls.department, cls.purpose ?? '', ...cls.roles),
                    ...(cls.hasCase ? { caseReference: 'SY-2026-0117' } : {}),
                  };
            const { errors, data } = await askEntity(type, field, principal);
            const denied = isDenied(table.decide(cls, `${type}.${field}`).effect);
            expect(errors.some(({ extensions }) => extensions?.code === 'POLICY_DENIED')).toBe(
              denied,
            );
            if (denied) expect(JSON.stringify(data)).not.toContain(`"${field}"`);
          },
        ),
        { numRuns: 60 },
      );
    });

    test('answers no one who shows no passport, a forged one, an old one or a long one', async () => {
      const { gateway, policies, url } = served;
      const claims = {
        aud: name,
        principal: of(served.operator, 'CORRECTION'),
        table: policies.current.version,
      };
      const passports = [
        undefined,
        'forged.forged.forged',
        await gateway.passport(claims, { issuedSecondsAgo: 120 }),
        await gateway.passport(claims, { lifetimeSeconds: 3600 }),
        await gateway.passport(claims, { issuer: 'somebody-else' }),
        await gateway.passport(claims, { typ: 'ticket' }),
        await gateway.passport({ ...claims, aud: 'another' }),
        await gateway.passport({ ...claims, table: 'another-table' }),
      ];
      for (const passport of passports) {
        const { status, data, errors } = await post(
          url,
          '{ __typename }',
          undefined,
          passport === undefined ? {} : { 'gateway-passport': passport },
        );
        expect({ status, data }).toEqual({ status: 401, data: null });
        expect(errors[0]?.extensions?.code).toBe('UNAUTHENTICATED');
      }
    });

    test('tells nobody its contract or its schema', async () => {
      const sdl = await served.ask('{ _service { sdl } }');
      expect(JSON.stringify(sdl)).not.toContain('type Query');
      const introspection = await served.ask('{ __schema { types { name } } }');
      expect(introspection.errors.length).toBeGreaterThan(0);
      expect(introspection.data).toBeNull();
    });

    test('keeps its data when it is filled again', async () => {
      let steps = 0;
      await department.seed(served.database, 'small', () => {
        steps += 1;
      });
      expect(steps).toBe(0);
      expect(enterprise(0).uscc).toHaveLength(18);
    });
  },
);
