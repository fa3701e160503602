import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import {
  type PolicySet,
  readRelease,
  type Signable,
  signablesOf,
  signDocument,
} from '../../policies/index.ts';
import { Failure } from '../failure.ts';
import { policyFolder, readAsWritten, supergraphFile } from '../policies.ts';
import { readKey } from './key-file.ts';
import { jsonVersion, print, printLines } from './print.ts';

interface Options {
  readonly department: string;
  readonly officer?: string;
  readonly key: string;
  readonly policies: string;
  readonly supergraph: string;
  readonly out?: string;
  readonly all: boolean;
  readonly json: boolean;
}

/** `cpz policy sign`: an officer's signature under agreements and disclosures. */
export function registerSign(policy: Command): void {
  policy
    .command('sign')
    .argument('[ids...]', 'agreements and disclosures')
    .description(
      "Sign agreements and disclosures as a department's data officer. The signature stands over what a document says (RFC 8785), not over how it is laid out; signatures of others stay.",
    )
    .requiredOption('-d, --department <id>', 'for which department')
    .requiredOption('--key <file>', "the officer's private key, Ed25519 or P-256 as JWK")
    .option('--officer <name>', 'which officer (default: whom the agreement names)')
    .option('--all', 'all that names the department, and disclosures of what it owns', false)
    .option('--policies <folder>', 'the policies', policyFolder)
    .option('--supergraph <file>', 'the supergraph', supergraphFile)
    .option('--out <folder>', 'where signatures stand (default: <policies>/signatures)')
    .option('--json', 'print what was signed as JSON', false)
    .addHelpText(
      'after',
      '\nExamples:\n  cpz policy sign customs-to-tax-refund-review -d tax --key tax-officer.jwk.json\n  cpz policy sign --all -d customs --key customs-officer.jwk.json\n',
    )
    .action(sign);
}

async function sign(ids: readonly string[], options: Options): Promise<void> {
  if (ids.length === 0 && !options.all) throw new Failure('Name what to sign, or say --all.', 2);
  const key = await readKey(options.key);
  const set = await readAsWritten(options.policies, options.supergraph);
  const signables = signablesOf(await readRelease(options.policies));
  const unknown = ids.find((id) => !signables.some((signable) => signable.id === id));
  if (unknown !== undefined)
    throw new Failure(`There is no agreement or disclosure "${unknown}".`, 2);
  const chosen = options.all
    ? signables.filter((signable) => concerns(signable, options.department, set))
    : signables.filter(({ id }) => ids.includes(id));
  const out = options.out ?? path.join(options.policies, 'signatures');
  await mkdir(out, { recursive: true });
  for (const signable of chosen) mayTheySign(signable, options, set);
  for (const signable of chosen) {
    const file = path.join(out, `${signable.id}.json`);
    const standing = await readFile(file, 'utf8').catch(() => null);
    await writeFile(file, await signDocument(signable, key, standing).catch(damaged(file)));
  }
  const signed = chosen.map(({ id, kind }) => ({ id, kind }));
  if (options.json) print({ jsonVersion, department: options.department, signed });
  else
    printLines([
      ...signed.map(({ id, kind }) => `signed  ${kind} ${id}`),
      `${signed.length} signed for ${options.department}, in ${out}.`,
    ]);
}

function concerns({ kind, id, approvals }: Signable, department: string, set: PolicySet): boolean {
  if (kind === 'agreement') return approvals.some((each) => each.department === department);
  const disclosure = set.disclosures.find((each) => each.id === id);
  return (disclosure?.grants ?? []).some(({ coordinates }) =>
    [...coordinates].some((coordinate) => set.ownerOf(coordinate) === department),
  );
}

/** An officer signs what names them; what would count for nothing is not signed. */
function mayTheySign(signable: Signable, { department, officer }: Options, set: PolicySet): void {
  if (signable.kind === 'disclosure') {
    if (concerns(signable, department, set)) return;
    throw new Failure(`"${signable.id}" publishes nothing that ${department} owns.`);
  }
  const named = signable.approvals.filter((each) => each.department === department);
  if (named.some((each) => officer === undefined || each.officer === officer)) return;
  const who =
    officer === undefined ? `${department} as approving it` : `${officer} of ${department}`;
  throw new Failure(`"${signable.id}" does not name ${who}. Add it under "approvals" first.`);
}

function damaged(file: string): () => never {
  return () => {
    throw new Failure(`${file} holds no signatures. Remove it, and sign again.`, 65);
  };
}
