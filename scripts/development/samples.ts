import { logisticsCode } from '../../subgraphs/synthetic/enterprises.ts';
import { showcase } from '../../subgraphs/synthetic/showcase.ts';
import { caseRows } from '../../subgraphs/tax/seed.ts';
import { refundApplications } from '../../subgraphs/tax/tables.ts';

/** Keys of rows that stand in every profile, for first queries and examples. */
export interface Samples {
  readonly uscc: string;
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly entryNo: string;
  readonly refundNo: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
}

/** An order by parcel whose three flows are complete, and the first refund. */
export function samples(): Samples {
  const { seller, ebpCode, orderNo, entryNo, waybill } = showcase();
  return {
    uscc: seller.uscc,
    ebpCode,
    orderNo,
    entryNo,
    refundNo: firstRefund(),
    logisticsCode: logisticsCode(waybill.operator),
    logisticsNo: waybill.logisticsNo,
  };
}

function firstRefund(): string {
  for (let index = 0; ; index += 1) {
    for (const [table, row] of caseRows(index)) {
      if (table === refundApplications) return String(row.refundNo);
    }
  }
}
