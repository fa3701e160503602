import { z } from 'zod';
import { type CheckpointVerifier, openCheckpoint } from './checkpoint.ts';
import { readCheckpoints } from './checkpoints.ts';
import { wholeLog } from './records.ts';
import { inclusionPath, leafHash, rootFromPath, type TreeHash } from './tree.ts';

const proof = z.object({
  /** Position of the record in the log. */
  index: z.number().int().nonnegative(),
  /** The record as the log holds it. */
  record: z.string(),
  /** Audit path from the record to the root (RFC 6962, section 2.1.1), base64. */
  path: z.array(z.string()).max(64),
  /** The signed checkpoint whose root it leads to. */
  checkpoint: z.string(),
});

/** That a record stands in the log which a checkpoint vouches for; verified with the public key alone. */
export type InclusionProof = z.output<typeof proof>;

/**
 * Proves a record by the newest checkpoint.
 * @throws Error when there is no such record, or no checkpoint covers it yet
 */
export async function proveRecord(
  folder: string,
  index: number,
  verifier: CheckpointVerifier,
): Promise<InclusionProof> {
  const checkpoint = (await readCheckpoints(folder)).at(-1)?.note;
  if (checkpoint === undefined) throw new Error(`${folder} holds no checkpoint yet.`);
  const { size } = openCheckpoint(checkpoint, verifier);
  if (index >= size) {
    throw new Error(
      `The newest checkpoint covers ${size} records; record ${index} comes after it.`,
    );
  }
  const leaves: TreeHash[] = [];
  let text = '';
  for await (const { records } of wholeLog(folder)) {
    for (const record of records.slice(0, size - leaves.length)) {
      if (leaves.length === index) text = record.toString('utf8');
      leaves.push(leafHash(record));
    }
    if (leaves.length === size) break;
  }
  const path = inclusionPath(leaves, index).map((hash) => hash.toString('base64'));
  return { index, record: text, path, checkpoint };
}

/**
 * Verifies a proof from anywhere; needs no log.
 * @returns the record, which the log of the verifier's name holds at its index
 * @throws Error that says why it is none
 */
export function verifyProof(given: unknown, verifier: CheckpointVerifier): string {
  const { index, record, path, checkpoint } = proof.parse(given);
  const { size, root } = openCheckpoint(checkpoint, verifier);
  const hashes = path.map((each) => Buffer.from(each, 'base64'));
  const found = rootFromPath(leafHash(Buffer.from(record, 'utf8')), index, size, hashes);
  if (found?.equals(root) === true) return record;
  throw new Error(
    `The proof is wrong: the checkpoint's log does not hold this record at ${index}.`,
  );
}
