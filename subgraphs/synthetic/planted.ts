import type { Profile } from '../kit/department.ts';
import type { Planting } from './planting.ts';
import { blockSize, profileOf, volumes } from './profile.ts';
import { sowings } from './sowings.ts';

/** One group of planted cases. */
export interface PlantedGroup {
  readonly rule: string;
  readonly group: number;
  readonly indexes: readonly number[];
}

/** What is planted in the part that a profile adds to the smaller one. */
interface Field {
  readonly byIndex: ReadonlyMap<number, Planting>;
  /** The first block of the group that a block belongs to. */
  readonly firstBlocks: ReadonlyMap<number, number>;
  readonly groups: readonly PlantedGroup[];
}

const order: readonly Profile[] = ['small', 'medium', 'large'];

/** First block that plantings may take in each profile's own part; those before stay plain for examples. */
const firstBlocks: Readonly<Record<Profile, number>> = {
  small: 12,
  medium: volumes.small.flowCases / blockSize + 2,
  large: volumes.medium.flowCases / blockSize + 2,
};

const fields = new Map<Profile, Field>();

function fieldOf(profile: Profile): Field {
  let field = fields.get(profile);
  if (field === undefined) {
    field = plant(profile);
    fields.set(profile, field);
  }
  return field;
}

function plant(profile: Profile): Field {
  const byIndex = new Map<number, Planting>();
  const firsts = new Map<number, number>();
  const groups: PlantedGroup[] = [];
  const smaller = order.slice(0, order.indexOf(profile));
  let block = firstBlocks[profile];
  for (const { rule, groups: counts, cases, recipe } of sowings) {
    // Numbers go on where the smaller profile ends, so that no two groups share a buyer.
    const before = smaller.reduce((sum, each) => sum + counts[each], 0);
    for (let group = before; group < before + counts[profile]; group += 1) {
      const indexes = Array.from({ length: cases }, (_, position) => block * blockSize + position);
      indexes.forEach((index, position) =>
        byIndex.set(index, { rule, group, ...recipe(group, position) }),
      );
      groups.push({ rule, group, indexes });
      const end = block + Math.ceil(cases / blockSize);
      for (const first = block; block < end; block += 1) firsts.set(block, first);
    }
  }
  return { byIndex, firstBlocks: firsts, groups };
}

/** What is planted in a flow case, if anything. */
export function plantingOf(index: number): Planting | null {
  return fieldOf(profileOf(index)).byIndex.get(index) ?? null;
}

/** The block whose seller and day a block has: its own, but for a planted group the first of the group. */
export function leadingBlock(block: number): number {
  return fieldOf(profileOf(block * blockSize)).firstBlocks.get(block) ?? block;
}

/** Every planted group that a profile holds: its own and those of the smaller ones. */
export function plantedGroups(profile: Profile): readonly PlantedGroup[] {
  return order.slice(0, order.indexOf(profile) + 1).flatMap((each) => fieldOf(each).groups);
}
