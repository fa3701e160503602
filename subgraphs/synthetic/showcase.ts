import type { FlowCase } from './flow.ts';
import { flowCase } from './flow-case.ts';
import { plantingOf } from './planted.ts';

/** The flow case for examples, the same in every profile: a parcel that went out, was paid, summed up and delivered. */
export function showcase(): FlowCase & {
  readonly payment: NonNullable<FlowCase['payment']>;
  readonly waybill: NonNullable<FlowCase['waybill']>;
  readonly invtNo: string;
  readonly entryNo: string;
} {
  for (let index = 0; ; index += 1) {
    const flow = flowCase(index);
    const { invtNo, entryNo, payment, waybill } = flow;
    if (invtNo === null || entryNo === null || payment === null) continue;
    if (waybill?.deliveredAt == null || plantingOf(index) !== null) continue;
    return { ...flow, invtNo, entryNo, payment, waybill };
  }
}
