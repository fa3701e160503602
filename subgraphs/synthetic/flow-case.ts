import { addDays, after, instantOn } from './days.ts';
import { ebpCode, sellerOf } from './enterprises.ts';
import type { FlowCase, FlowKind, TradeMode } from './flow.ts';
import { linesOf } from './flow-lines.ts';
import { wayOf } from './flow-way.ts';
import { pad } from './identifiers.ts';
import { leadingBlock, plantingOf } from './planted.ts';
import { blockSize, profileOf, volumes } from './profile.ts';
import { stream, type Stream } from './random.ts';
import { assess } from './retail-tax.ts';
import { exportPartners, fates, importOrigins, inspectionRate, modes } from './shape.ts';
import { blockDay } from './summary.ts';
import { token } from './token.ts';

/** The flow case of an index, with what is planted in it. */
export function flowCase(index: number): FlowCase {
  const profile = profileOf(index);
  const block = Math.floor(index / blockSize);
  const leading = leadingBlock(block);
  const seller = sellerOf(leading, profile);
  const platform = stream('platform of block', leading).int(0, volumes[profile].platforms - 1);
  const day = blockDay(block);
  const random = stream('case', index);
  const planting = plantingOf(index);
  const drawn = random.weighted<FlowKind>(modes);
  const kind = planting?.kind ?? drawn;
  const isImport = kind.endsWith('I');
  const isRetail = kind.startsWith('9610') || kind.startsWith('1210');
  const partner = isImport ? random.weighted(importOrigins) : random.weighted(exportPartners);
  const country = planting?.country ?? partner;
  const lines = linesOf(kind, country, random, planting);
  const goodsValue = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  const freight =
    planting?.freight ?? (isRetail ? random.int(0, 4) * 500 : random.int(20, 400) * 1000);
  // What is planted is exact: no discount moves its sums.
  const discount =
    planting === null && random.chance(0.2)
      ? Math.floor((goodsValue * random.int(1, 10)) / 100)
      : 0;
  const taxTotal = isImport && isRetail ? assess(lines, freight - discount) : 0;
  const placedAt = planting?.placedAt?.(day) ?? instantOn(addDays(day, random.int(0, 2)), random);
  const buyer = planting?.buyer ?? `${Math.floor(index / 4)}`;
  const fate = planting === null && isRetail ? random.weighted(fates) : 'NORMAL';
  const base = {
    index,
    block,
    seller,
    platform,
    isImport,
    isRetail,
    placedAt,
    lines,
    goodsValue,
    freight,
    discount,
    taxTotal,
    actualPaid: goodsValue + freight + taxTotal - discount,
    country,
    buyerToken: token('buyer', buyer),
    addressToken: token('address', planting?.address ?? buyer),
    weightGrams: weigh(lines, planting?.weightFactor ?? 0.95 + random.next() / 10),
    mode: planting?.mode ?? modeOf(kind),
    ebpCode: ebpCode(platform),
    orderNo: `SY${placedAt.slice(2, 4)}${pad(index, 8)}`,
    declaredAt: after(placedAt, random.lognormal(9 * 3600, 0.4)),
    inspected: planting === null && random.chance(inspectionRate[seller.customsCategory]),
    fate,
  };
  const paid = { ...base, payment: paymentOf(base, random) };
  const flow: FlowCase = { ...paid, ...wayOf(paid, kind, random, planting) };
  return planting?.change?.(flow) ?? flow;
}

function weigh(lines: FlowCase['lines'], factor: number): number {
  const kilograms = lines.reduce((sum, { goods, quantity }) => sum + goods.kilograms * quantity, 0);
  return Math.max(10, Math.round(kilograms * 1000 * factor));
}

function paymentOf(
  {
    index,
    actualPaid,
    placedAt,
    buyerToken,
  }: Pick<FlowCase, 'index' | 'actualPaid' | 'placedAt' | 'buyerToken'>,
  random: Stream,
): FlowCase['payment'] {
  return {
    payCode: random.int(0, 2),
    id: `PT${pad(index, 12)}`,
    amount: actualPaid,
    paidAt: after(placedAt, random.lognormal(240, 0.5)),
    payerToken: buyerToken,
    account: `BK${token('account', buyerToken).slice(1, 17).toUpperCase()}`,
  };
}

function modeOf(kind: FlowKind): TradeMode {
  switch (kind.slice(0, 4)) {
    case '9610':
      return 'M9610';
    case '1210':
      return 'M1210';
    case '9710':
      return 'M9710';
    case '9810':
      return 'M9810';
    default:
      return 'M0110';
  }
}
