import { sql } from 'drizzle-orm';
import type { Queries } from '../kit/store.ts';

/** One thing that is wrong with an input. */
export interface Fault {
  readonly path: string;
  readonly message: string;
  readonly refusal?: RequestRefusal;
  readonly day?: string;
}

/** Why a request cannot be filed. */
export type RequestRefusal =
  | 'UNKNOWN_TARGET'
  | 'WAITING'
  | 'TOO_EARLY'
  | 'TOO_LATE'
  | 'NOT_REPAIRABLE'
  | 'BARRED'
  | 'OBJECTED_BEFORE'
  | 'NOT_NOW';

/** Why something cannot be done, in a sentence and by its kind. */
export type Hindrance = Omit<Fault, 'path'>;

/** What became of a mutation. */
export interface Outcome {
  readonly done: boolean;
  readonly repeated: boolean;
  readonly recordNos: readonly string[];
  readonly entryNo: string | null;
  readonly faults: readonly Fault[];
}

/** Nothing was done, and why. */
export function refused(...faults: readonly Fault[]): Outcome {
  return { done: false, repeated: false, recordNos: [], entryNo: null, faults };
}

/** It was done. */
export function done(what: Partial<Outcome>): Outcome {
  return { done: true, repeated: false, recordNos: [], entryNo: null, faults: [], ...what };
}

/** A fault of a text that is empty or too long, if it is. */
export function textFaults(path: string, text: string, longest: number): Fault[] {
  const length = text.trim().length;
  if (length === 0) return [{ path, message: 'It is empty.' }];
  return length > longest
    ? [{ path, message: `It has ${length} characters; ${longest} are the most.` }]
    : [];
}

/** Queries of one transaction. */
export type Transaction = Pick<Queries, 'select' | 'insert' | 'execute'>;

/** Keeps others who would do the same to the same thing waiting until this transaction ends. */
export async function lock(transaction: Transaction, what: string): Promise<void> {
  await transaction.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${what}, 0))`);
}

/** The next number of a series, such as CR1000000001. */
export async function nextNumber(
  transaction: Transaction,
  series: 'record' | 'entry' | 'request' | 'evaluation' | 'correction',
): Promise<string> {
  const prefix = { record: 'CR', entry: 'NL', request: 'RQ', evaluation: 'EV', correction: 'DC' }[
    series
  ];
  const sequence = `credit.${series}_numbers`;
  const [row] = await transaction
    .select({ number: sql<string>`nextval(${sequence}::regclass)::text` })
    .from(sql`(SELECT 1) AS one`);
  if (row === undefined) throw new Error(`${sequence} gave no number.`);
  return `${prefix}${row.number.padStart(10, '0')}`;
}
