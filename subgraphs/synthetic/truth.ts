import type { Profile } from '../kit/department.ts';
import { enterprise } from './enterprises.ts';
import type { FlowCase } from './flow.ts';
import { flowCase } from './flow-case.ts';
import { plantedGroups } from './planted.ts';
import { penaltyOf } from './penalties.ts';
import {
  fundsToGoods,
  hasExpiredPenalty,
  hasRepairedPenalty,
  isPublishedLate,
  isSeriouslyDiscredited,
  objectsToNotice,
  sharedAddressOf,
} from './planted-enterprises.ts';
import { volumes } from './profile.ts';

/** One thing that is planted in the data, for whoever looks for it. */
export interface PlantedTruth {
  /** The rule that should find it; `CLEAN` for a look-alike that none may find. */
  readonly rule: string;
  /** The enterprise that it is about. */
  readonly subject: string;
  /** Orders, lists, declarations, payments, waybills: whatever shows it. */
  readonly evidence: readonly string[];
  /** From the first to the last instant of the evidence; null for what is of no time. */
  readonly window: { readonly from: string; readonly to: string } | null;
}

/** What is planted in a profile; that of a smaller profile comes first within each kind. */
export function* truth(profile: Profile): Generator<PlantedTruth> {
  for (const { rule, indexes } of plantedGroups(profile)) {
    const flows = indexes.map(flowCase);
    const times = flows.map(({ placedAt }) => placedAt).sort();
    yield {
      rule,
      subject: flows[0]?.seller.uscc ?? '',
      evidence: flows.flatMap(evidenceOf),
      window: { from: times[0] ?? '', to: times.at(-1) ?? '' },
    };
  }
  yield* enterprises(profile);
}

function evidenceOf({ ebpCode, orderNo, invtNo, entryNo, payment, waybill }: FlowCase): string[] {
  return [
    `order ${ebpCode} ${orderNo}`,
    ...(payment === null ? [] : [`payment ${payment.id}`]),
    ...(waybill === null ? [] : [`waybill ${waybill.logisticsNo}`]),
    ...(invtNo === null ? [] : [`list ${invtNo}`]),
    ...(entryNo === null ? [] : [`declaration ${entryNo}`]),
  ];
}

function* enterprises(profile: Profile): Generator<PlantedTruth> {
  const about = (rule: string, index: number, ...evidence: string[]): PlantedTruth => ({
    rule,
    subject: enterprise(index).uscc,
    evidence,
    window: null,
  });
  for (let index = 0; index < volumes[profile].enterprises; index += 1) {
    const share = fundsToGoods(index);
    if (share !== null) yield about('E14', index, `funds to goods ${share}`);
    if (isPublishedLate(index)) {
      yield about('CREDIT_LATE', index, `penalty ${penaltyOf(index)?.decisionNo ?? ''}`);
    }
    if (hasRepairedPenalty(index)) yield about('CREDIT_REPAIRED', index, 'a penalty of tax');
    if (hasExpiredPenalty(index)) yield about('CREDIT_EXPIRED', index, 'a penalty of commerce');
    if (objectsToNotice(index)) yield about('LIST_OBJECTION', index, 'a notice of commerce');
    if (isSeriouslyDiscredited(index)) {
      yield about('SERIOUSLY_DISCREDITED', index, 'a category and a list of customs');
    }
    if (sharedAddressOf(index) === index) {
      const members = Array.from({ length: 6 }, (_, member) => enterprise(index + member));
      yield about('E17', index, ...members.map(({ uscc, address }) => `${uscc} ${address}`));
    }
  }
}
