import type { PgTable } from 'drizzle-orm/pg-core';
import { addDays } from '../synthetic/days.ts';
import { enterprise } from '../synthetic/enterprises.ts';
import { money } from '../synthetic/money.ts';
import { penaltyOf } from '../synthetic/penalties.ts';
import { stream } from '../synthetic/random.ts';
import { categoryPeriods, enterprises, penalties } from './tables.ts';

/** Order 282 of the General Administration of Customs is in force from this day on. */
const schemeOf2026 = '2026-04-01';

/** What customs hold about one enterprise. */
export function customsEnterprise(
  index: number,
): (readonly [PgTable, Readonly<Record<string, unknown>>])[] {
  const made = enterprise(index);
  const random = stream('customs enterprise', index);
  const isCertified =
    made.customsCategory === 'SENIOR_CERTIFIED' || made.customsCategory === 'CERTIFIED';
  const registration: typeof enterprises.$inferInsert = {
    uscc: made.uscc,
    customsCode: made.customsCode,
    kind: made.role,
    registeredOn: addDays(made.registeredOn, random.int(5, 90)),
    validUntil: null,
    aeoCertificateNo: isCertified ? `AEOCN${made.customsCode}` : null,
    inspectionRate: String(random.int(0, 60) / 1000),
    openInvestigations: random.chance(0.03) ? 1 : 0,
  };
  return [
    [enterprises, registration],
    ...periodsOf(made.uscc, made.customsCategory, index).map(
      (period) => [categoryPeriods, period] as const,
    ),
    ...penaltiesOf(index).map((penalty) => [penalties, penalty] as const),
  ];
}

/** The category of the scheme of 2018 that stands for one of 2026. */
const before = {
  SENIOR_CERTIFIED: 'SENIOR_CERTIFIED',
  CERTIFIED: 'GENERAL_CERTIFIED',
  REGULAR: 'GENERAL',
  DISCREDITED: 'DISCREDITED',
  SERIOUSLY_DISCREDITED: 'DISCREDITED',
} as const;

function periodsOf(
  uscc: string,
  category: keyof typeof before,
  index: number,
): (typeof categoryPeriods.$inferInsert)[] {
  return [
    {
      uscc,
      category: before[category],
      validFrom: '2021-11-01',
      validTo: '2026-03-31',
      scheme: 'GACC-251',
      decisionNo: `沈关信〔2021〕${index + 1}号`,
    },
    {
      uscc,
      category,
      validFrom: schemeOf2026,
      validTo: null,
      scheme: 'GACC-282',
      decisionNo: `沈关信〔2026〕${index + 1}号`,
    },
  ];
}

/** The penalty of an enterprise, if it has one. */
function penaltiesOf(index: number): (typeof penalties.$inferInsert)[] {
  const penalty = penaltyOf(index);
  if (penalty === null) return [];
  return [{ ...penalty, fine: money(penalty.fine) }];
}
