import { and, asc, desc, eq, gte, lt } from 'drizzle-orm';
import { groupLookup, lookup, pairLookup } from '../kit/lookup.ts';
import type { Listing } from '../kit/page.ts';
import {
  categoryPeriods,
  declarationLines,
  declarations,
  enterprises,
  inventoryLists,
  listLines,
  penalties,
} from './tables.ts';

export const enterpriseOf = lookup(enterprises, enterprises.uscc);
export const categoriesOf = groupLookup(
  categoryPeriods,
  categoryPeriods.uscc,
  desc(categoryPeriods.validFrom),
);
export const penaltyOf = lookup(penalties, penalties.decisionNo);
export const penaltiesOf = groupLookup(
  penalties,
  penalties.uscc,
  desc(penalties.decidedOn),
  desc(penalties.decisionNo),
);
export const listOf = lookup(inventoryLists, inventoryLists.invtNo);
export const listOfOrder = pairLookup(inventoryLists, [
  inventoryLists.ebpCode,
  inventoryLists.orderNo,
]);
export const listOfWaybill = pairLookup(inventoryLists, [
  inventoryLists.logisticsCode,
  inventoryLists.logisticsNo,
]);
export const listsOfDeclaration = groupLookup(
  inventoryLists,
  inventoryLists.entryNo,
  asc(inventoryLists.invtNo),
);
export const linesOfList = groupLookup(listLines, listLines.invtNo, asc(listLines.goodsNo));
export const declarationOf = lookup(declarations, declarations.entryNo);
export const linesOfDeclaration = groupLookup(
  declarationLines,
  declarationLines.entryNo,
  asc(declarationLines.goodsNo),
);

export type EnterpriseRow = typeof enterprises.$inferSelect;
export type ListRow = typeof inventoryLists.$inferSelect;
export type DeclarationRow = typeof declarations.$inferSelect;

/** What to look for among declarations. */
export interface DeclarationFilter {
  readonly acceptedFrom?: string | null;
  readonly acceptedBefore?: string | null;
  readonly direction?: DeclarationRow['direction'] | null;
  readonly tradeMode?: DeclarationRow['tradeMode'] | null;
  readonly state?: DeclarationRow['state'] | null;
  readonly minDeclaredValue?: string | null;
}

/** Declarations, newest first. */
export function declarationListing(filter: DeclarationFilter, declarant?: string): Listing {
  const { acceptedFrom, acceptedBefore, direction, tradeMode, state, minDeclaredValue } = filter;
  return {
    table: declarations,
    where: and(
      declarant === undefined ? undefined : eq(declarations.declarantUscc, declarant),
      acceptedFrom == null ? undefined : gte(declarations.acceptedAt, acceptedFrom),
      acceptedBefore == null ? undefined : lt(declarations.acceptedAt, acceptedBefore),
      direction == null ? undefined : eq(declarations.direction, direction),
      tradeMode == null ? undefined : eq(declarations.tradeMode, tradeMode),
      state == null ? undefined : eq(declarations.state, state),
      minDeclaredValue == null ? undefined : gte(declarations.declaredValue, minDeclaredValue),
    ),
    order: [declarations.acceptedAt, declarations.entryNo],
    direction: 'descending',
  };
}
