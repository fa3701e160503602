import { addWorkingDays } from '../kit/working-days.ts';
import type { DisclosureRules } from './rules/disclosure.ts';
import type { PenaltyKind, RecordKind, Severity } from './rules/words.ts';

/** What the periods of a record follow from. */
export interface Disclosable {
  readonly kind: RecordKind;
  readonly penaltyKind: PenaltyKind | null;
  readonly severity: Severity | null;
  readonly decidedOn: string;
  /** Day on which it is disclosed if it is published at all. */
  readonly discloseOn: string;
  /** When the base receives it: nothing is published before. */
  readonly recordedAt: string;
  /** Months for which it is published, within what the severity allows; the most unless given. */
  readonly months?: number | null;
}

/** The periods of a record; null is for what does not apply. */
export interface Periods {
  readonly severity: Severity | null;
  readonly disclosureDueOn: string | null;
  readonly disclosedOn: string | null;
  readonly disclosureEndsOn: string | null;
  readonly repairableFrom: string | null;
  readonly publishedFrom: string | null;
  readonly endsAt: string | null;
}

/** Kinds that are disclosed within seven working days of the decision (双公示). */
const doublyPublished: ReadonlySet<RecordKind> = new Set(['LICENCE', 'PENALTY']);

/**
 * The periods of a record under a set of rules. They begin on the day of disclosure; what is not published may be
 * used for the period of its severity from the day on which the base received it.
 * @throws Refusal when a deadline runs into a year whose working days are not known
 */
export function periodsOf(record: Disclosable, rules: DisclosureRules): Periods {
  const severity =
    record.severity ?? (record.penaltyKind === null ? null : rules.penalties[record.penaltyKind]);
  const period = severity === null ? null : rules.severities[severity];
  const isPublished = period === null ? rules.published.includes(record.kind) : period.published;
  const starts = isPublished ? record.discloseOn : shanghaiDay(record.recordedAt);
  const endsOn = period === null ? null : addMonths(starts, record.months ?? period.maxMonths);
  return {
    severity,
    disclosureDueOn:
      isPublished && doublyPublished.has(record.kind)
        ? addWorkingDays(record.decidedOn, rules.deadlines.discloseWithinWorkingDays)
        : null,
    disclosedOn: isPublished ? record.discloseOn : null,
    disclosureEndsOn: endsOn,
    repairableFrom: period === null ? null : addMonths(starts, period.minMonths),
    publishedFrom: isPublished ? later(startOf(record.discloseOn), record.recordedAt) : null,
    endsAt: endsOn === null ? null : endOf(endsOn),
  };
}

/** The same date so many months later, or the last of that month. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)))
    .toISOString()
    .slice(0, 10);
}

/** The day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The instant at which a day begins in Asia/Shanghai. */
export function startOf(day: string): string {
  return rfc3339(Date.parse(`${day}T00:00:00+08:00`));
}

/** The instant at which a day is over in Asia/Shanghai. */
function endOf(day: string): string {
  return rfc3339(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000);
}

/** The day of an instant in Asia/Shanghai. */
export function shanghaiDay(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
}

function later(a: string, b: string): string {
  return Date.parse(a) >= Date.parse(b) ? a : b;
}

function rfc3339(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
