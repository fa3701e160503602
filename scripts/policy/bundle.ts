import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import {
  formatBundle,
  readRelease,
  type Release,
  releaseOf,
  sealRelease,
} from '../../policies/index.ts';
import { Failure } from '../failure.ts';
import { policyFolder, readPolicies, supergraphFile } from '../policies.ts';
import { readKey } from './key-file.ts';
import { jsonVersion, print, printLines } from './print.ts';
import { signatureProblems } from './signature-problems.ts';

interface Options {
  readonly policies: string;
  readonly supergraph: string;
  readonly out: string;
  readonly key: string;
  readonly signatures?: string;
  readonly officers: string;
  readonly unsigned: boolean;
  readonly json: boolean;
}

/** `cpz policy bundle`: documents and signatures in one sealed file. */
export function registerBundle(policy: Command): void {
  policy
    .command('bundle')
    .description(
      'Put documents and signatures into one sealed file that gateways and departments take in place of the folder. What is not signed by the officers is refused.',
    )
    .requiredOption('--out <file>', 'the bundle')
    .requiredOption('--key <file>', "the sealer's private key, Ed25519 or P-256 as JWK")
    .requiredOption('--officers <file>', 'officers and sealers, with their public keys')
    .option('--policies <folder>', 'the policies', policyFolder)
    .option('--signatures <folder>', 'signatures (default: <policies>/signatures)')
    .option('--supergraph <file>', 'the supergraph', supergraphFile)
    .option('--unsigned', 'let in what is not signed; it will not be in force', false)
    .option('--json', 'print the version as JSON', false)
    .addHelpText(
      'after',
      '\nExample:\n  cpz policy bundle --out zone.bundle --key sealer.jwk.json --officers officers.json\n',
    )
    .action(bundle);
}

async function bundle(options: Options): Promise<void> {
  const key = await readKey(options.key);
  const release = await withSignatures(await readRelease(options.policies), options.signatures);
  if (release.kind === 'bundle')
    throw new Failure(`${options.policies} is a bundle already. Name a folder.`, 2);
  const seal = await sealRelease(release, key);
  await writeFile(options.out, formatBundle({ files: filesOf(release), seal }, release.version));
  const set = await readPolicies(options.out, options.supergraph, {
    kind: 'signed',
    officers: options.officers,
  });
  const problems = signatureProblems(set);
  if (options.json) print({ jsonVersion, bundle: options.out, version: set.release, problems });
  else
    printLines([
      ...problems.map(({ file, line, code, message }) => `${file}:${line}  ${code}  ${message}`),
      `${options.out}  ${set.agreements.length} agreements, ${set.disclosures.length} disclosures, version ${set.release}`,
    ]);
  if (problems.length > 0 && !options.unsigned)
    throw new Failure(
      `${problems.length} signature(s) amiss: have them signed, or say --unsigned.`,
    );
}

async function withSignatures(release: Release, folder: string | undefined): Promise<Release> {
  if (folder === undefined) return release;
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const texts = names.map(
    async (name) =>
      [`signatures/${name}`, await readFile(path.join(folder, name), 'utf8')] as const,
  );
  return releaseOf(new Map([...filesOf(release), ...(await Promise.all(texts))]), release);
}

function filesOf({ documents, signatures }: Release): ReadonlyMap<string, string> {
  return new Map([
    ...documents,
    ...[...signatures].map(([id, text]) => [`signatures/${id}.json`, text] as const),
  ]);
}
