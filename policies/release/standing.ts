import type { Documents } from '../language/read.ts';
import type { PolicyFault } from '../language/fault.ts';
import type { Officers } from './officers.ts';
import { agreementToSign, disclosureToSign } from './signables.ts';
import { type Signer, signersOf } from './signers.ts';

/** Whose good signatures stand under which document, by its id, and what is wrong with the others. */
export interface Signatures {
  readonly signers: ReadonlyMap<string, readonly Signer[]>;
  readonly problems: readonly PolicyFault[];
}

/** Checks all signatures of a release against the officers of the trust file. */
export async function standingOf(
  { agreements, disclosures }: Documents,
  signatures: ReadonlyMap<string, string>,
  officers: Officers,
): Promise<Signatures> {
  const signers = new Map<string, readonly Signer[]>();
  const problems: PolicyFault[] = [];
  const signables = [...agreements.map(agreementToSign), ...disclosures.map(disclosureToSign)];
  for (const signable of signables) {
    const standing = await signersOf(signable, signatures.get(signable.id), officers);
    signers.set(signable.id, standing.signers);
    problems.push(...standing.problems);
  }
  for (const id of signatures.keys()) {
    if (signers.has(id)) continue;
    problems.push({
      code: 'SIGNATURE_ORPHANED',
      message: `No agreement or disclosure is called "${id}": its signatures stand for nothing. Remove the file.`,
      file: `signatures/${id}.json`,
      line: 1,
      column: 1,
    });
  }
  return { signers, problems };
}
