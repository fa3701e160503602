import { after, dayOf, untilClosing } from './days.ts';
import type { FlowCase, FlowKind, Waybill } from './flow.ts';
import {
  airWaybillNumber,
  containerNumber,
  customsNumber,
  pad,
  postalNumber,
} from './identifiers.ts';
import type { Planting } from './planting.ts';
import type { Stream } from './random.ts';
import { daysOnTheWay, transports } from './shape.ts';
import { summaryYear, summedUpAt } from './summary.ts';

type Way = Pick<FlowCase, 'releasedAt' | 'invtNo' | 'entryNo' | 'waybill'>;

/** The goods' way through customs and to the consignee. */
export function wayOf(
  base: Omit<FlowCase, keyof Way>,
  kind: FlowKind,
  random: Stream,
  planting: Planting | null,
): Way {
  const { index, declaredAt, inspected, isImport, isRetail, block, fate } = base;
  const isStopped = fate === 'REVIEW' || fate === 'REJECTED';
  const planned = after(declaredAt, inspected ? random.int(1, 3) * 86_400 : random.int(8, 40));
  const releasedAt = isStopped ? null : untilClosing(planned);
  const transport = random.weighted<Waybill['transport']>(transports[kind]);
  const [least, most] = daysOnTheWay[transport];
  const hours = random.int(least * 24, most * 24) + (planting?.delayDays ?? 0) * 24;
  const dueAt = after(planned, hours * 3600);
  const year = dayOf(declaredAt).slice(0, 4);
  const waybill: Waybill = {
    operator: operatorOf(transport, random),
    transport,
    acceptedAt: after(base.placedAt, random.int(1800, 6 * 3600)),
    logisticsNo: numberOf(transport, index),
    containerNo: transport === 'SEA' || transport === 'RAIL' ? containerNumber(index) : null,
    dueAt,
    deliveredAt: releasedAt === null || fate === 'RETURNED' ? null : untilClosing(dueAt),
    freight: base.freight,
    consigneeToken: base.addressToken,
  };
  return {
    releasedAt,
    invtNo: isRetail ? customsNumber(year, isImport, index) : null,
    entryNo: entryNoOf(kind, year, index, block, fate === 'NORMAL' ? releasedAt : null),
    // The list is held because the carrier has reported nothing yet.
    waybill: fate === 'REVIEW' ? null : waybill,
  };
}

/** Parcels that left are summed up block by block, retail imports never, all else has a declaration of its own. */
function entryNoOf(
  kind: FlowKind,
  year: string,
  index: number,
  block: number,
  releasedAt: string | null,
): string | null {
  if (kind === '9610E') {
    const summedUp = summedUpAt(block);
    const isSummed = releasedAt !== null && summedUp !== null && releasedAt <= summedUp;
    return isSummed ? customsNumber(summaryYear(block), false, 500_000_000 + block) : null;
  }
  if (kind === '9610I' || kind === '1210I') return null;
  return customsNumber(year, kind.endsWith('I'), index);
}

function operatorOf(transport: Waybill['transport'], random: Stream): number {
  switch (transport) {
    case 'ROAD':
      return 0;
    case 'MAIL':
      return 1;
    case 'AIR':
      return 2;
    case 'RAIL':
      return random.chance(0.8) ? 3 : 4;
    case 'SEA':
      return 4;
  }
}

function numberOf(transport: Waybill['transport'], index: number): string {
  if (transport === 'MAIL') return postalNumber(index);
  if (transport === 'AIR') return airWaybillNumber(index);
  return `SYW${pad(index, 9)}`;
}
