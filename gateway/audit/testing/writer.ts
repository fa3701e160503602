// Writes records to the log in a folder until it is killed or refused, and prints the position and id of each that is on disk.
// Usage: writer.ts folder together half file, lengths in bytes.
import { openAuditLog } from '../log.ts';
import { entry } from './entry.ts';

const [folder = '', together = '1', half = '0', file = '0'] = process.argv.slice(2);
const log = await openAuditLog(folder, { half: Number(half), file: Number(file) });
const say = (text: string): void => void process.stdout.write(`${text}\n`);
for (let round = 0; ; round += 1) {
  const ids = Array.from({ length: Number(together) }, (_, index) => `${round}-${index}-企业`);
  const outcomes = await Promise.allSettled(ids.map((id) => log.write(entry(id))));
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled') say(`${outcome.value} ${ids[index] ?? ''}`);
    else say(`refused: ${String(outcome.reason)}`);
  }
  // Its end waits for what it has said, and closes nothing.
  if (outcomes.some(({ status }) => status === 'rejected')) break;
}
