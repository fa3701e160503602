import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  buildClientSchema,
  getIntrospectionQuery,
  type GraphQLField,
  type GraphQLSchema,
  type IntrospectionQuery,
  isRequiredArgument,
} from 'graphql';
import { randomTree } from './random-tree.ts';
import {
  compileTable,
  type CurrentTable,
  type DecisionClass,
  everyClass,
  isAllowed,
  type PolicyTable,
} from '../../policies/index.ts';
import { samples } from '../development/samples.ts';
import { readAsWritten } from '../policies.ts';
import { type House, type HouseOptions, openHouse } from './house.ts';

/** Columns whose every value is a mark of the coordinate that serves it: whoever reads one has read that coordinate. */
const marks: readonly (readonly [coordinate: string, table: string, column: string])[] = [
  ['Enterprise.legalRepresentative', 'commerce.enterprises', 'legal_representative'],
  ['Enterprise.contactTelephone', 'commerce.enterprises', 'contact_telephone'],
  ['Enterprise.address', 'commerce.enterprises', 'address'],
  ['Order.buyerToken', 'commerce.orders', 'buyer_token'],
  ['Order.addressToken', 'commerce.orders', 'address_token'],
  ['Order.goodsValue', 'commerce.orders', 'goods_value'],
  ['Order.actualPaid', 'commerce.orders', 'actual_paid'],
  ['OrderLine.unitPrice', 'commerce.order_lines', 'unit_price'],
  ['Platform.orderValue', 'commerce.platforms', 'order_value'],
  ['PaymentRecord.payerToken', 'finance.payments', 'payer_token'],
  ['PaymentRecord.payerAccount', 'finance.payments', 'payer_account'],
  ['PaymentRecord.settlementBatch', 'finance.payments', 'settlement_batch'],
  ['PaymentRecord.amountPaid', 'finance.payments', 'amount_paid'],
  ['Waybill.consigneeToken', 'logistics.waybills', 'consignee_token'],
  ['Waybill.weight', 'logistics.waybills', 'weight'],
  ['InventoryList.buyerToken', 'customs.inventory_lists', 'buyer_token'],
  ['InventoryList.declaredValue', 'customs.inventory_lists', 'declared_value'],
  ['Declaration.declaredValue', 'customs.declarations', 'declared_value'],
  ['Declaration.riskScore', 'customs.declarations', 'risk_score'],
  ['Enterprise.openInvestigations', 'customs.enterprises', 'open_investigations'],
  ['Enterprise.arrears', 'tax.taxpayers', 'arrears'],
  ['Enterprise.taxableIncome', 'tax.taxpayers', 'taxable_income'],
  ['RefundApplication.amount', 'tax.refund_applications', 'amount'],
  ['FxIndicators.receipts', 'fx.profiles', 'receipts'],
  ['FxProfile.bopDeclarations', 'fx.profiles', 'bop_declarations'],
  ['Enterprise.suspiciousReports', 'finance.suspicious_reports', 'suspicious_reports'],
];

const numeric =
  /value|paid|price|amount|weight|arrears|income|receipts|score|investigations|declarations$|reports$/;
const markOf = (index: number, column: string): string =>
  numeric.test(column) ? String(81_000_001 + index * 1_000) : `MARK${index}MARK`;

async function mark(house: House): Promise<void> {
  for (const [index, [, table, column]] of marks.entries()) {
    await house.database.script(`UPDATE ${table} SET ${column} = '${markOf(index, column)}'`);
  }
}

const keys: Readonly<Record<string, unknown>> = { ...samples(), first: 3 };

/** Arguments that make a field answer: keys of rows that exist, and small pages. */
function given(field: GraphQLField<unknown, unknown>): string | null {
  const known = field.args.filter(({ name }) => name in keys);
  if (field.args.some((argument) => isRequiredArgument(argument) && !known.includes(argument))) {
    return null;
  }
  if (known.length === 0) return '';
  return `(${known.map(({ name }) => `${name}: ${JSON.stringify(keys[name])}`).join(', ')})`;
}

interface Somebody {
  readonly cls: DecisionClass;
  readonly schema: GraphQLSchema;
}

function askingOf({
  department,
  purpose,
  roles,
  hasCase,
}: DecisionClass): Parameters<House['ask']>[1] {
  if (department === null || purpose === null) return {};
  const asking = { department, purpose, role: roles[0] ?? 'analyst' };
  return hasCase ? { ...asking, case: 'SY-2026-0117' } : asking;
}

/** Why an answer is refused as a whole: a generated query should not be. */
function refusal({ status, errors }: Awaited<ReturnType<House['ask']>>): unknown {
  return status === 200 ? null : (errors[0]?.message ?? status);
}

/** Asks as everybody for anything, and looks for marks that should not be there. */
function attack(what: string, options: HouseOptions, runs: number): void {
  describe(what, () => {
    let house: House;
    let table: PolicyTable;
    let people: Somebody[];

    beforeAll(async () => {
      house = await openHouse({ ...options, logs: true });
      await mark(house);
      const policies = await readAsWritten();
      table = compileTable(policies, new Date());
      people = [];
      for (const cls of everyClass(policies)) {
        const { data } = await house.ask(getIntrospectionQuery(), askingOf(cls));
        const schema = buildClientSchema(data as unknown as IntrospectionQuery);
        people.push({ cls, schema });
      }
    });
    afterAll(() => house.close());

    test('no denied or masked value is in any answer, header or error, and none in a log', async () => {
      let found = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.nat(),
          fc.array(fc.nat(100_000), { minLength: 20, maxLength: 90 }),
          async (who, numbers) => {
            const somebody = people[who % people.length];
            if (somebody === undefined) throw new Error('There is nobody to ask.');
            const { cls, schema } = somebody;
            const source = randomTree(schema, numbers, given);
            const answer = await house.ask(source, askingOf(cls));
            expect({ source, code: refusal(answer) }).toEqual({ source, code: null });
            const text = JSON.stringify([answer.data, answer.errors, [...answer.headers]]);
            for (const [index, [coordinate, , column]] of marks.entries()) {
              if (!text.includes(markOf(index, column))) continue;
              found += 1;
              const { effect } = table.decide(cls, coordinate);
              expect({ who: cls.key, coordinate, may: isAllowed(effect), source }).toEqual({
                who: cls.key,
                coordinate,
                may: true,
                source,
              });
            }
          },
        ),
        { numRuns: runs },
      );
      const lines = house.logged.join('\n');
      expect(lines).toContain('the gateway asks');
      for (const [index, [coordinate, , column]] of marks.entries()) {
        expect({ coordinate, isLogged: lines.includes(markOf(index, column)) }).toEqual({
          coordinate,
          isLogged: false,
        });
      }
      // The attack is worth something: marks that may be read were read.
      expect(found).toBeGreaterThan(10);
    }, 60_000);
  });
}

/** A table that permits everything, under the version of the one in force: a department that guards nothing. */
function permissive(
  table: CurrentTable,
): NonNullable<ReturnType<NonNullable<HouseOptions['guardedBy']>>> {
  const allow = (inForce: PolicyTable): PolicyTable => ({
    ...inForce,
    decide: (cls, coordinate) => ({
      ...inForce.decide(cls, coordinate),
      effect: { allow: true, mask: null },
    }),
    rowsOf: () => true,
  });
  return {
    get current() {
      return allow(table.current);
    },
    get now() {
      return table.now;
    },
    accepts: (version) => {
      const found = table.accepts(version);
      return found === null ? null : allow(found);
    },
  };
}

attack('both guards', {}, 150);
attack('the gateway alone, with departments that guard nothing', { guardedBy: permissive }, 150);
