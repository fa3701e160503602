import { addDays, tradeDay } from './days.ts';
import { blockSize, profileOf } from './profile.ts';
import { stream } from './random.ts';

/** Year in which the summary declaration of a block is accepted. */
export function summaryYear(block: number): string {
  return summaryDay(block).slice(0, 4);
}

/** Day on which the lists of a block are summed up, four days after the block's own. */
export function summaryDay(block: number): string {
  return addDays(tradeDay(profileOf(block * blockSize), stream('block', block)), 6);
}
