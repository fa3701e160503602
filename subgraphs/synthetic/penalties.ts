import { addDays } from './days.ts';
import { enterprise } from './enterprises.ts';
import { isPublishedLate } from './planted-enterprises.ts';
import { stream } from './random.ts';

/** A penalty decision of customs as customs and the credit base know it alike. */
export interface SyntheticPenalty {
  readonly decisionNo: string;
  readonly uscc: string;
  readonly ground: 'STATISTICS' | 'SUPERVISION_ORDER' | 'LICENCE' | 'TAX' | 'FX_OR_REFUND';
  /** In CNY cents. */
  readonly fine: number;
  readonly decidedOn: string;
  /** Null for what is not published. */
  readonly publishedOn: string | null;
  /** A year later: the longest that a fine of this size may be published. */
  readonly publicationEndsOn: string | null;
}

/** Every seventh enterprise has a penalty: published, over, or not yet published. */
export function penaltyOf(index: number): SyntheticPenalty | null {
  if (index % 7 !== 4 && !isPublishedLate(index)) return null;
  const random = stream('penalty', index);
  const isOver = index % 21 === 11;
  const isUnpublished = index % 21 === 18;
  const decidedOn = addDays(isOver ? '2021-03-01' : '2025-09-01', random.int(0, 300));
  const publishedOn = addDays(decidedOn, isPublishedLate(index) ? 40 : random.int(3, 7));
  return {
    decisionNo: `沈关缉违字〔${decidedOn.slice(0, 4)}〕${String(index).padStart(5, '0')}号`,
    uscc: enterprise(index).uscc,
    ground: random.pick(['STATISTICS', 'SUPERVISION_ORDER', 'LICENCE', 'TAX', 'FX_OR_REFUND']),
    fine: random.int(10, 300) * 10_000,
    decidedOn,
    publishedOn: isUnpublished ? null : publishedOn,
    publicationEndsOn: isUnpublished ? null : nextYear(publishedOn),
  };
}

function nextYear(day: string): string {
  const date = day.slice(4) === '-02-29' ? '-02-28' : day.slice(4);
  return `${Number(day.slice(0, 4)) + 1}${date}`;
}
