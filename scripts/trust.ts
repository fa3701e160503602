import { readRelease, registeredDepartments, type Signed } from '../policies/index.ts';
import { developmentTrust } from './development/trust.ts';
import { Failure } from './failure.ts';

/** What the option `--officers` is for. */
export const officersHelp =
  "officers whose signatures count, with their public keys (default: development's, who sign as it is read)";

/** Whose signatures count, from the options of a command that answers by policies. */
export async function trustOf({
  officers,
  policies,
  data,
}: {
  readonly officers?: string;
  readonly policies: string;
  readonly data: string;
}): Promise<Signed> {
  if (officers !== undefined) return { kind: 'signed', officers };
  if (process.env.NODE_ENV !== 'production') return developmentTrust(data);
  if (registeredDepartments(await readRelease(policies)).length > 0) {
    throw new Failure(
      'In production agreements count with the signatures of the officers in --officers: it does not run on development keys.',
      78,
    );
  }
  return { kind: 'signed', officers: null };
}
