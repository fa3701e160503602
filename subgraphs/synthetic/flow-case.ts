import { after, instantOn, tradeDay, addDays, dayOf } from './days.ts';
import { ebpCode, sellerOf } from './enterprises.ts';
import type { FlowCase, FlowLine, TradeMode, Waybill } from './flow.ts';
import { businessGoods, importGoods, parcelGoods } from './goods.ts';
import {
  airWaybillNumber,
  containerNumber,
  customsNumber,
  pad,
  postalNumber,
} from './identifiers.ts';
import { type Planting, plantingOf } from './planted.ts';
import { blockSize, profileOf, volumes } from './profile.ts';
import { stream, type Stream } from './random.ts';
import { assess } from './retail-tax.ts';
import {
  daysOnTheWay,
  exportPartners,
  importOrigins,
  inspectionRate,
  medianGoods,
  modes,
  transports,
} from './shape.ts';
import { summaryYear } from './summary.ts';
import { token } from './token.ts';

/** The flow case of an index, with what is planted in it. */
export function flowCase(index: number): FlowCase {
  const profile = profileOf(index);
  const block = Math.floor(index / blockSize);
  const ofBlock = stream('block', block);
  const seller = sellerOf(block, profile);
  const day = tradeDay(profile, ofBlock);
  const platform = ofBlock.int(0, volumes[profile].platforms - 1);
  const random = stream('case', index);
  const planting = plantingOf(index);
  const kind = planting?.kind ?? random.weighted(modes);
  const isImport = kind.endsWith('I');
  const isRetail = kind.startsWith('9610') || kind.startsWith('1210');
  const country = isImport ? random.weighted(importOrigins) : random.weighted(exportPartners);
  const lines = linesOf(kind, country, random, planting);
  const goodsValue = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  const freight = isRetail ? random.int(0, 4) * 500 : random.int(20, 400) * 1000;
  const discount = random.chance(0.2) ? Math.floor((goodsValue * random.int(1, 10)) / 100) : 0;
  const taxTotal = isImport && isRetail ? assess(lines, freight - discount) : 0;
  const placedAt = planting?.placedAt?.(day) ?? instantOn(addDays(day, random.int(0, 2)), random);
  const buyer = planting?.buyer ?? `${Math.floor(index / 4)}`;
  const buyerToken = token('buyer', buyer);
  const addressToken = token('address', planting?.address ?? buyer);
  const weightGrams = Math.max(
    10,
    Math.round(
      lines.reduce((sum, { goods, quantity }) => sum + goods.kilograms * quantity, 0) *
        1000 *
        (planting?.weightFactor ?? 0.95 + random.next() / 10),
    ),
  );
  const actualPaid = goodsValue + freight + taxTotal - discount;
  const base: FlowCase = {
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
    actualPaid,
    country,
    buyerToken,
    addressToken,
    weightGrams,
    mode: planting?.mode ?? modeOf(kind),
    ebpCode: ebpCode(platform),
    orderNo: `SY${placedAt.slice(2, 4)}${pad(index, 8)}`,
    payment: null,
    waybill: null,
    declaredAt: after(placedAt, random.lognormal(9 * 3600, 0.4)),
    releasedAt: null,
    inspected: random.chance(inspectionRate[seller.customsCategory]),
    invtNo: null,
    entryNo: null,
  };
  const flow = { ...base, ...goodsFlow(base, kind, random), ...moneyFlow(base, random) };
  return planting?.change?.(flow) ?? flow;
}

function goodsFlow(
  base: FlowCase,
  kind: keyof typeof transports,
  random: Stream,
): Partial<FlowCase> {
  const { index, declaredAt, inspected, isImport, isRetail, block } = base;
  const releasedAt = after(declaredAt, inspected ? random.int(1, 3) * 86_400 : random.int(8, 40));
  const transport = random.weighted<Waybill['transport']>(transports[kind]);
  const operator = operatorOf(transport, random);
  const [least, most] = daysOnTheWay[transport];
  const acceptedAt = after(base.placedAt, random.int(1800, 6 * 3600));
  const year = dayOf(declaredAt).slice(0, 4);
  const isSummed = kind === '9610E';
  const entryNo = isSummed
    ? customsNumber(summaryYear(block), false, 500_000_000 + block)
    : isRetail
      ? null
      : customsNumber(year, isImport, index);
  return {
    releasedAt,
    invtNo: isRetail ? customsNumber(year, isImport, index) : null,
    entryNo,
    waybill: {
      operator,
      transport,
      acceptedAt,
      logisticsNo: numberOf(transport, index),
      containerNo: transport === 'SEA' || transport === 'RAIL' ? containerNumber(index) : null,
      deliveredAt: after(releasedAt, random.int(least * 24, most * 24) * 3600),
      freight: base.freight,
      consigneeToken: base.addressToken,
    },
  };
}

function moneyFlow(base: FlowCase, random: Stream): Partial<FlowCase> {
  return {
    payment: {
      payCode: random.int(0, 2),
      id: `PT${pad(base.index, 12)}`,
      amount: base.actualPaid,
      paidAt: after(base.placedAt, random.lognormal(240, 0.5)),
      payerToken: base.buyerToken,
      account: `BK${token('account', base.buyerToken).slice(1, 17).toUpperCase()}`,
    },
  };
}

function linesOf(
  kind: string,
  country: string,
  random: Stream,
  planting: Planting | null,
): FlowLine[] {
  const isImport = kind.endsWith('I');
  const isParcel = kind.startsWith('9610') || kind.startsWith('1210');
  const catalogue = isParcel ? (isImport ? importGoods : parcelGoods) : businessGoods;
  const goods =
    planting?.goods ?? random.weighted(catalogue.map((each) => [each, each.weight] as const));
  const target = Math.min(
    random.lognormal(medianGoods[kind as keyof typeof medianGoods], 0.8),
    isParcel && isImport ? 4_200 : Number.MAX_SAFE_INTEGER,
  );
  const unitPrice = Math.max(
    100,
    Math.round(goods.price * (0.9 + random.next() * 0.2) * 100 * (planting?.priceFactor ?? 1)),
  );
  const quantity = planting?.quantity ?? Math.max(1, Math.round((target * 100) / unitPrice));
  const most = isParcel && isImport ? Math.max(1, Math.floor(420_000 / unitPrice)) : quantity;
  return [
    {
      goods,
      quantity: Math.min(quantity, Math.max(most, planting?.quantity ?? 0)),
      unitPrice,
      country: isImport ? country : 'CN',
    },
  ];
}

function modeOf(kind: string): TradeMode {
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
