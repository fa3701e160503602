import type { PolicyFault } from '../language/fault.ts';
import type { DepartmentId } from '../vocabulary.ts';
import { generalJws, isSignedBy, keyIdOf, type JwsSignature } from './jws.ts';
import type { Officers } from './officers.ts';
import { type Signable, signatureTypes } from './sign.ts';

/** Somebody whose signature under a document is good. */
export interface Signer {
  readonly department: DepartmentId;
  readonly officer: string;
}

/** Who has signed a document, and what is wrong with other signatures under it. */
export interface Standing {
  readonly signers: readonly Signer[];
  readonly problems: readonly PolicyFault[];
}

/**
 * Checks every signature under a document by itself; one that is not good takes none of the others along.
 * @param text the signatures file; undefined when there is none
 */
export async function signersOf(
  signable: Signable,
  text: string | undefined,
  officers: Officers,
): Promise<Standing> {
  if (text === undefined) return { signers: [], problems: [] };
  const signatures = parseSignatures(text);
  if (signatures === null) {
    const message = `signatures/${signable.id}.json is no general JSON JWS with its payload detached: { "signatures": [{ "protected", "signature" }] }. Sign again with \`cpz policy sign\`.`;
    return { signers: [], problems: [{ code: 'SIGNATURE_INVALID', message, ...signable.place }] };
  }
  const signers: Signer[] = [];
  const problems: PolicyFault[] = [];
  for (const signature of signatures) {
    const found = await signerOf(signable, signature, officers);
    if ('officer' in found) signers.push(found);
    else problems.push({ ...found, ...signable.place });
  }
  return { signers, problems };
}

async function signerOf(
  { kind, id, payload, approvals }: Signable,
  signature: JwsSignature,
  officers: Officers,
): Promise<Signer | Pick<PolicyFault, 'code' | 'message'>> {
  const kid = keyIdOf(signature);
  const officer = kid === null ? undefined : officers.get(kid);
  if (officer === undefined || officer.department === null) {
    return {
      code: 'SIGNER_UNKNOWN',
      message: `A signature under "${id}" is by the key ${kid ?? 'of no name'}, which the trust file gives to no department's officer. Have it signed by one, or register the key.`,
    };
  }
  const who = `${officer.name} of ${officer.department}`;
  if (officer.revoked !== null) {
    return {
      code: 'SIGNER_REVOKED',
      message: `The key with which ${who} signed "${id}" is revoked since ${officer.revoked}. Have it signed with another.`,
    };
  }
  if (!(await isSignedBy(signature, officer.key, payload, signatureTypes.document))) {
    return {
      code: 'SIGNATURE_INVALID',
      message: `What ${who} signed is not what "${id}" says: the ${kind} was altered after it was signed. Put it back, or have it signed again.`,
    };
  }
  const isNamed = approvals.some(
    (approval) => approval.department === officer.department && approval.officer === officer.name,
  );
  if (kind === 'agreement' && !isNamed) {
    return {
      code: 'SIGNER_FOREIGN',
      message: `${who} has signed "${id}", whose approvals do not name this officer. Name who signs, or have the named officer sign.`,
    };
  }
  return { department: officer.department, officer: officer.name };
}

function parseSignatures(text: string): readonly JwsSignature[] | null {
  try {
    return generalJws.parse(JSON.parse(text)).signatures;
  } catch {
    return null;
  }
}
