import type { Profile } from '../kit/department.ts';
import { addDays } from './days.ts';
import { creditCode, customsCode, organisationCode } from './identifiers.ts';
import { districts, parks, personNames, stems, trades } from './names.ts';
import { isSeriouslyDiscredited, sharedAddressOf } from './planted-enterprises.ts';
import { volumes } from './profile.ts';
import { stream } from './random.ts';

/** What the departments know alike about one enterprise of the zone. Everything about it is made up. */
export interface SyntheticEnterprise {
  readonly index: number;
  readonly uscc: string;
  readonly organisationCode: string;
  readonly customsCode: string;
  readonly name: string;
  readonly nameLatin: string;
  readonly ownership: 'STATE' | 'PRIVATE' | 'FOREIGN_INVESTED' | 'COLLECTIVE' | 'SOLE_TRADER';
  readonly role: Role;
  readonly division: string;
  readonly parkCode: string | null;
  readonly registeredOn: string;
  readonly legalRepresentative: string;
  readonly contactTelephone: string;
  readonly address: string;
  readonly taxGrade: 'A' | 'B' | 'M' | 'C' | 'D';
  readonly fxClass: 'A' | 'B' | 'C';
  readonly customsCategory:
    'SENIOR_CERTIFIED' | 'CERTIFIED' | 'REGULAR' | 'DISCREDITED' | 'SERIOUSLY_DISCREDITED';
}

type Role =
  | 'ECOMMERCE_ENTERPRISE'
  | 'PLATFORM'
  | 'LOGISTICS'
  | 'COMPREHENSIVE_SERVICE'
  | 'PAYMENT'
  | 'CUSTOMS_BROKER'
  | 'WAREHOUSE';

/** The operators that the zone's plan names; what hangs on them here is made up. */
export const operators = [
  { code: 'ZC', name: '中储物流', nameEn: 'Zhongchu Logistics', modes: ['ROAD'] },
  {
    code: 'YZ',
    name: '中国邮政辽宁省国际业务分公司',
    nameEn: 'China Post Liaoning International Business Branch',
    modes: ['MAIL'],
  },
  { code: 'KG', name: '辽宁机场物流', nameEn: 'Liaoning Airport Logistics', modes: ['AIR'] },
  { code: 'JT', name: '吉铁物流', nameEn: 'Jitie Logistics', modes: ['RAIL'] },
  { code: 'LG', name: '沈阳港集团', nameEn: 'Shenyang Port Group', modes: ['SEA', 'RAIL'] },
] as const;

/** Index of the first enterprise that operates a platform; the operators stand before. */
export const firstPlatform = operators.length;

const ownershipDigit = {
  STATE: '1',
  FOREIGN_INVESTED: '4',
  COLLECTIVE: '5',
  PRIVATE: '6',
  SOLE_TRADER: '7',
} as const;

const cache = new Map<number, SyntheticEnterprise>();

/** The enterprise of an index. */
export function enterprise(index: number): SyntheticEnterprise {
  let made = cache.get(index);
  if (made === undefined) {
    made = make(index);
    // The twelve thousand of the largest profile take a few megabytes.
    cache.set(index, made);
  }
  return made;
}

function make(index: number): SyntheticEnterprise {
  const random = stream('enterprise', index);
  const operator = operators[index];
  const role = operator === undefined ? roleOf(index, random.next()) : 'LOGISTICS';
  const ownership =
    operator === undefined
      ? random.weighted([
          ['PRIVATE', 74],
          ['FOREIGN_INVESTED', 14],
          ['STATE', 6],
          ['COLLECTIVE', 1],
          ['SOLE_TRADER', 5],
        ] as const)
      : 'STATE';
  const { division, parkCode, address } = homeOf(sharedAddressOf(index) ?? index);
  const [trade, tradeLatin] = random.pick(trades);
  const number = Math.max(0, index - operators.length);
  // Stem and number together are no other enterprise's.
  const [stem, latin] = stems[number % stems.length] ?? random.pick(stems);
  return {
    index,
    uscc: creditCode(index, division, ownership === 'SOLE_TRADER'),
    organisationCode: organisationCode(index),
    customsCode: customsCode(index, ownershipDigit[ownership]),
    name:
      operator === undefined
        ? `沈阳${stem}${serial(number)}${trade}有限公司`
        : `${operator.name}（示例）`,
    nameLatin:
      operator === undefined
        ? `Shenyang ${latin}${serial(number)} ${tradeLatin} Co., Ltd.`
        : `${operator.nameEn} (example)`,
    ownership,
    role,
    division,
    parkCode,
    // All before the first day of the data.
    registeredOn: addDays('2009-01-01', random.int(0, 4_600)),
    legalRepresentative: random.pick(personNames),
    contactTelephone: `1000${String(random.int(0, 9_999_999)).padStart(7, '0')}`,
    address,
    taxGrade: random.weighted([
      ['A', 12],
      ['B', 55],
      ['M', 18],
      ['C', 11],
      ['D', 4],
    ] as const),
    fxClass: random.weighted([
      ['A', 96],
      ['B', 3],
      ['C', 1],
    ] as const),
    customsCategory: isSeriouslyDiscredited(index)
      ? 'SERIOUSLY_DISCREDITED'
      : random.weighted([
          ['REGULAR', 86],
          ['CERTIFIED', 9],
          ['SENIOR_CERTIFIED', 2],
          ['DISCREDITED', 2.5],
          ['SERIOUSLY_DISCREDITED', 0.5],
        ] as const),
  };
}

function homeOf(index: number): Pick<SyntheticEnterprise, 'division' | 'parkCode' | 'address'> {
  const random = stream('home', index);
  const park = random.weighted(parks.map((each) => [each, each.weight] as const));
  const isOutside = random.chance(0.1);
  const division = isOutside ? random.pick(districts).code : park.division;
  const district = districts.find(({ code }) => code === division)?.name ?? '';
  return {
    division,
    parkCode: isOutside ? null : park.code,
    address: `辽宁省沈阳市${district}示例路${random.int(1, 399)}号${random.int(101, 2899)}室`,
  };
}

function serial(number: number): string {
  return number < stems.length ? '' : String(Math.floor(number / stems.length) + 1);
}

function roleOf(index: number, draw: number): Role {
  if (index < firstPlatform + volumes.small.platforms)
    return index % 2 === 0 ? 'PLATFORM' : 'COMPREHENSIVE_SERVICE';
  if (draw < 0.82) return 'ECOMMERCE_ENTERPRISE';
  if (draw < 0.88) return 'LOGISTICS';
  if (draw < 0.93) return 'CUSTOMS_BROKER';
  return draw < 0.97 ? 'WAREHOUSE' : 'PAYMENT';
}

/** The enterprise that operates a platform. */
export function platformOperator(platform: number): SyntheticEnterprise {
  return enterprise(firstPlatform + platform);
}

/** The seller of a block of flow cases: few sell much (Zipf, s = 1.05). */
export function sellerOf(block: number, profile: Profile): SyntheticEnterprise {
  const first = firstPlatform + volumes.small.platforms;
  const count = volumes[profile].enterprises - first;
  const draw = stream('seller', block).next();
  // The inverse of the integral of x^-1.05 stands for the sum.
  const power = -0.05;
  const rank = Math.floor(((count + 1) ** power * draw + (1 - draw)) ** (1 / power)) - 1;
  const drawn = Math.min(Math.max(rank, 0), count - 1);
  // Brokers and carriers do not sell; the next enterprise that does takes their place.
  for (let step = 0; step < count; step += 1) {
    const seller = enterprise(first + ((drawn + step) % count));
    if (seller.role === 'ECOMMERCE_ENTERPRISE') return seller;
  }
  return enterprise(first + drawn);
}

/** Code under which a platform sends messages to customs. */
export function ebpCode(platform: number): string {
  return platformOperator(platform).customsCode;
}

/** Code of an operator, as waybills carry it. */
export function logisticsCode(operator: number): string {
  return `2101L${operators[operator]?.code ?? ''}`;
}
