import type { FlowKind, FlowLine } from './flow.ts';
import { businessGoods, type Goods, importGoods, parcelGoods } from './goods.ts';
import type { Planting } from './planting.ts';
import type { Stream } from './random.ts';
import { medianGoods } from './shape.ts';

/** What one retail import may cost, in cents, with room for freight and tax below the limit of 5,000.00. */
const retailLimit = 420_000;

/** What is ordered in one case. */
export function linesOf(
  kind: FlowKind,
  country: string,
  random: Stream,
  planting: Planting | null,
): readonly FlowLine[] {
  const isImport = kind.endsWith('I');
  const isRetailImport = isImport && kind !== '0110I';
  const drawn = random.weighted(catalogueOf(kind).map((each) => [each, each.weight] as const));
  const goods = planting?.goods ?? drawn;
  const value = random.lognormal(medianGoods[kind], 0.8) * 100;
  const target = isRetailImport ? Math.min(value, retailLimit) : value;
  const price = goods.price * (0.9 + random.next() * 0.2) * 100 * (planting?.priceFactor ?? 1);
  const unitPrice = planting?.unitPrice ?? Math.max(100, Math.round(price));
  const wanted = Math.max(1, Math.round(target / unitPrice));
  const most = isRetailImport ? Math.max(1, Math.floor(retailLimit / unitPrice)) : wanted;
  const quantity = planting?.quantity ?? Math.min(wanted, most);
  return [{ goods, quantity, unitPrice, country: isImport ? country : 'CN' }];
}

function catalogueOf(kind: FlowKind): readonly Goods[] {
  switch (kind) {
    case '9610E':
      return parcelGoods;
    case '1210I':
    case '9610I':
      return importGoods;
    default:
      return businessGoods;
  }
}
