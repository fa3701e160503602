import type { Command } from 'commander';
import type { PolicySet } from '../../policies/index.ts';
import { Failure } from '../failure.ts';
import { policyFolder, readPolicies, supergraphFile } from '../policies.ts';
import { jsonVersion, print, printLines } from './print.ts';
import { signatureProblems } from './signature-problems.ts';

interface Options {
  readonly officers: string;
  readonly supergraph: string;
  readonly json: boolean;
}

/** `cpz policy verify`: whose signatures stand under what. */
export function registerVerify(policy: Command): void {
  policy
    .command('verify')
    .argument('[path]', 'a folder or a bundle of policies', policyFolder)
    .description(
      'Verify the seal of a bundle and every signature; fail when any document is not signed by all who must.',
    )
    .requiredOption('--officers <file>', 'officers and sealers, with their public keys')
    .option('--supergraph <file>', 'the supergraph', supergraphFile)
    .option('--json', 'print as JSON', false)
    .addHelpText('after', '\nExample:\n  cpz policy verify zone.bundle --officers officers.json\n')
    .action(verify);
}

async function verify(place: string, options: Options): Promise<void> {
  const set = await readPolicies(place, options.supergraph, {
    kind: 'signed',
    officers: options.officers,
  });
  const problems = signatureProblems(set);
  const documents = documentsOf(set);
  if (options.json) print({ jsonVersion, version: set.release, documents, problems });
  else
    printLines([
      ...documents.map(
        ({ signed, id, signers }) => `${signed ? 'signed  ' : 'UNSIGNED'}  ${id}  ${signers}`,
      ),
      ...problems.map(
        ({ file, line, column, code, message }) => `${file}:${line}:${column}  ${code}  ${message}`,
      ),
      `version ${set.release}`,
    ]);
  if (problems.length > 0) throw new Failure(`${problems.length} signature(s) amiss.`);
}

function documentsOf({ agreements, disclosures, ownerOf }: PolicySet): readonly {
  readonly id: string;
  readonly signed: boolean;
  readonly signers: string;
}[] {
  return [
    ...agreements.map(({ id, approved, approvals }) => ({
      id,
      signed: approved,
      signers: approvals.map(({ department, officer }) => `${department} (${officer})`).join(', '),
    })),
    ...disclosures.map(({ id, unsigned, grants }) => {
      const owners = grants.flatMap(({ coordinates }) => [...coordinates].map(ownerOf));
      return {
        id,
        signed: unsigned.length === 0,
        signers: [...new Set(owners)]
          .filter((owner) => owner !== null)
          .sort()
          .join(', '),
      };
    }),
  ];
}
