import type { Profile } from '../kit/department.ts';
import { enterprise, sharedAddress } from './enterprises.ts';
import { flowCase } from './flow-case.ts';
import { plantedGroups } from './planted.ts';
import { fundsToGoods, isPublishedLate } from './planted-enterprises.ts';
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

/** What is planted in a profile. */
export function truth(profile: Profile): readonly PlantedTruth[] {
  const cases = plantedGroups(profile).map(({ rule, indexes }): PlantedTruth => {
    const flows = indexes.map(flowCase);
    const times = flows.map(({ placedAt }) => placedAt).sort();
    return {
      rule,
      subject: flows[0]?.seller.uscc ?? '',
      evidence: flows.flatMap(({ ebpCode, orderNo, invtNo, entryNo }) => [
        `order ${ebpCode} ${orderNo}`,
        ...(invtNo === null ? [] : [`list ${invtNo}`]),
        ...(entryNo === null ? [] : [`declaration ${entryNo}`]),
      ]),
      window: { from: times[0] ?? '', to: times.at(-1) ?? '' },
    };
  });
  return [...cases, ...enterprises(profile)];
}

function enterprises(profile: Profile): PlantedTruth[] {
  const about = (rule: string, index: number, evidence: string): PlantedTruth => ({
    rule,
    subject: enterprise(index).uscc,
    evidence: [evidence],
    window: null,
  });
  const found: PlantedTruth[] = [];
  for (let index = 0; index < volumes[profile].enterprises; index += 1) {
    const share = fundsToGoods(index);
    if (share !== null) found.push(about('E14', index, `funds to goods ${share}`));
    if (isPublishedLate(index)) found.push(about('CREDIT_LATE', index, 'penalty published late'));
    const { from, size } = sharedAddress;
    if (index >= from && index < from + size) {
      found.push(about('E17', index, enterprise(index).address));
    }
  }
  return found;
}
