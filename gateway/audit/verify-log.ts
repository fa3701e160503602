import { openCheckpoint, type CheckpointVerifier } from './checkpoint.ts';
import { readCheckpoints } from './checkpoints.ts';
import { indexOf, RecordsMissing } from './journal/read.ts';
import { wholeLog } from './records.ts';
import { GrowingTree, type TreeHash } from './tree.ts';

/** What a verification found. */
export interface LogVerdict {
  readonly records: number;
  readonly checkpoints: number;
  /** How many records the last checkpoint vouches for. */
  readonly signed: number;
  /** What is wrong, in sentences; empty when nothing is. */
  readonly faults: readonly string[];
}

/**
 * Reads a whole log and holds it against every checkpoint: those in its folder and those that somebody kept.
 * @param kept checkpoints from elsewhere; whoever altered the log could not alter them
 * @throws Error when the folder cannot be read
 */
export async function verifyLog(
  folder: string,
  verifier: CheckpointVerifier,
  kept: readonly string[] = [],
): Promise<LogVerdict> {
  const faults: string[] = [];
  const roots = new Map<number, TreeHash[]>();
  const notes = [...(await readCheckpoints(folder)).map(({ note }) => note), ...kept];
  for (const note of notes) {
    try {
      const { size, root } = openCheckpoint(note, verifier);
      roots.set(size, [...(roots.get(size) ?? []), root]);
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  const tree = new GrowingTree();
  const hold = (): void => {
    const differing = (roots.get(tree.size) ?? []).some((root) => !root.equals(tree.root()));
    if (differing) faults.push(`The first ${tree.size} records are not those of their checkpoint.`);
  };
  hold();
  const read = async (): Promise<void> => {
    let known: string | null = null;
    for await (const { file, records } of wholeLog(folder)) {
      if (file !== null && file.path !== known && file.first !== tree.size) {
        faults.push(`${file.path} begins with record ${file.first}; ${tree.size} come before it.`);
      }
      known = file?.path ?? known;
      for (const record of records) {
        const index = indexOf(record);
        if (index !== tree.size) {
          faults.push(`Record ${tree.size} calls itself ${index ?? 'nothing'}.`);
          if (faults.length > 20) return;
        }
        tree.addRecord(record);
        hold();
      }
    }
  };
  await read().catch((error: unknown) => {
    if (!(error instanceof RecordsMissing)) throw error;
    faults.push(error.message);
  });
  function verdict(): LogVerdict {
    const signed = Math.max(0, ...roots.keys());
    const missing =
      signed > tree.size ? [`A checkpoint says ${signed} records; there are ${tree.size}.`] : [];
    return {
      records: tree.size,
      checkpoints: notes.length,
      signed: Math.min(signed, tree.size),
      faults: [...faults, ...missing],
    };
  }
  return verdict();
}
