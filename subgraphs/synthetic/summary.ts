import { addDays, after, instantAt, tradeDay, untilClosing } from './days.ts';
import { leadingBlock } from './planted.ts';
import { blockSize, profileOf } from './profile.ts';
import { stream } from './random.ts';

/** The block asked for last: its eight cases, made one after another, ask for its day many times each. */
let latest = { block: -1, day: '' };

/** The day on which the first orders of a block are placed. */
export function blockDay(block: number): string {
  if (latest.block !== block) {
    const leading = leadingBlock(block);
    const day = tradeDay(profileOf(leading * blockSize), stream('block', leading));
    latest = { block, day };
  }
  return latest.day;
}

/** Year in which the summary declaration of a block is accepted. */
export function summaryYear(block: number): string {
  return summaryDay(block).slice(0, 4);
}

/** Day on which the lists of a block are summed up, four days after the last order. */
function summaryDay(block: number): string {
  return addDays(blockDay(block), 6);
}

/** When customs accepted the summary declaration of a block; null while the lists wait for it. */
export function summedUpAt(block: number): string | null {
  return untilClosing(instantAt(summaryDay(block), 9));
}

/** When a declaration that was released is closed; null while it is not. */
export function closedAt(firstCase: number, releasedAt: string | null): string | null {
  const random = stream('declaration', firstCase);
  const isClosed = random.chance(0.96);
  if (releasedAt === null || !isClosed) return null;
  return untilClosing(after(releasedAt, random.int(1, 6) * 86_400));
}
