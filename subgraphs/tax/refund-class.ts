/** Tax and fee credit grade. */
export type TaxGrade = 'A' | 'B' | 'M' | 'C' | 'D';

/** Export refund class. */
export type RefundClass = 'CLASS_1' | 'CLASS_2' | 'CLASS_3' | 'CLASS_4';

/** What the class of one enterprise depends on. */
export interface RefundClassFacts {
  readonly taxGrade: TaxGrade;
  /** Class of the trade receipts and payments directory; null for who is not in it. */
  readonly fxClass: 'A' | 'B' | 'C' | null;
  /** First day of doing business that is refunded, `YYYY-MM-DD`. */
  readonly refundsSince: string;
  /** Whether the enterprise has shown the risk control that class 1 asks for. */
  readonly riskControl: boolean;
}

/**
 * The export refund class that the rules give on `today` (`YYYY-MM-DD`): class 4 for tax grade D or
 * exchange class C; class 3 in the first twelve months and for grades C and M; class 1 for grade A
 * with exchange class A and proven risk control; class 2 for the rest.
 */
export function refundClass(facts: RefundClassFacts, today: string): RefundClass {
  if (facts.taxGrade === 'D' || facts.fxClass === 'C') return 'CLASS_4';
  const aYearAgo = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`;
  if (facts.refundsSince > aYearAgo || facts.taxGrade === 'C' || facts.taxGrade === 'M') {
    return 'CLASS_3';
  }
  if (facts.taxGrade === 'A' && facts.fxClass === 'A' && facts.riskControl) return 'CLASS_1';
  return 'CLASS_2';
}

/** Working days within which a refund of each class is decided. */
export const decisionDays: Readonly<Record<RefundClass, number>> = {
  CLASS_1: 5,
  CLASS_2: 10,
  CLASS_3: 15,
  CLASS_4: 20,
};
