import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { type CheckpointVerifier, parseVerifier } from '../../gateway/audit/checkpoint.ts';
import { proveRecord, verifyProof } from '../../gateway/audit/proof.ts';
import { verifyLog } from '../../gateway/audit/verify-log.ts';
import { Failure } from '../failure.ts';

interface Options {
  readonly audit: string;
  readonly key?: string;
}

/** `cpz audit`: holds the audit log against its signed checkpoints; needs public keys only. */
export function registerAudit(program: Command): void {
  const audit = program
    .command('audit')
    .summary('verify the audit log, prove one of its records')
    .description(
      'The records of the audit log are the leaves of a Merkle tree (RFC 6962), of which the gateway signs checkpoints (C2SP). These commands need no gateway and no secret. Keep the verifier key and a checkpoint somewhere else: whoever can write the folder could change both.',
    );
  const withLog = (command: Command): Command =>
    command
      .option('--audit <folder>', 'the audit log', '.data/audit')
      .option('--key <file>', 'verifier key of the gateway (default: the one in the folder)');
  withLog(audit.command('verify'))
    .description(
      'Read the whole log and hold it against every checkpoint. Ends with 1 when it has been altered.',
    )
    .option('--checkpoint <file...>', 'checkpoints that were kept elsewhere', [])
    .option('--json', 'print JSON', false)
    .action(verify);
  withLog(audit.command('prove'))
    .description('Print a proof that a record stands in the log, for whoever has the verifier key.')
    .argument('<index>', 'position of the record: the Audit-Record of its answer')
    .action(prove);
  audit
    .command('check-proof')
    .description('Verify a proof that `cpz audit prove` made, and print its record.')
    .argument('<file>', 'the proof')
    .requiredOption('--key <file>', 'verifier key of the gateway')
    .action(checkProof);
}

async function verify(
  options: Options & { readonly checkpoint: readonly string[]; readonly json: boolean },
): Promise<void> {
  const kept = await Promise.all(options.checkpoint.map((file) => read(file)));
  const verdict = await verifyLog(options.audit, await verifierOf(options), kept);
  const { records, signed, checkpoints, faults } = verdict;
  if (options.json) process.stdout.write(`${JSON.stringify({ jsonVersion: 1, ...verdict })}\n`);
  else if (faults.length === 0) {
    process.stdout.write(
      `Whole: ${records} records, the first ${signed} as signed in ${checkpoints} checkpoints.\n`,
    );
  }
  if (faults.length > 0) throw new Failure(faults.join('\n'), 1);
}

async function prove(index: string, options: Options): Promise<void> {
  if (!/^\d+$/.test(index)) throw new Failure(`"${index}" is no position of a record.`, 2);
  const proof = await proveRecord(options.audit, Number(index), await verifierOf(options)).catch(
    (error: unknown) => {
      throw new Failure(error instanceof Error ? error.message : String(error), 1);
    },
  );
  process.stdout.write(`${JSON.stringify(proof, null, 2)}\n`);
}

async function checkProof(file: string, { key }: { readonly key: string }): Promise<void> {
  const text = await read(file);
  const verifier = verifierFrom(await read(key), key);
  try {
    process.stdout.write(`${verifyProof(JSON.parse(text), verifier)}\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(`${file} proves nothing: ${reason}`, 1);
  }
}

async function verifierOf({ audit, key }: Options): Promise<CheckpointVerifier> {
  const file = key ?? path.join(audit, 'verifier');
  return verifierFrom(await read(file), file);
}

function verifierFrom(text: string, file: string): CheckpointVerifier {
  try {
    return parseVerifier(text);
  } catch (error) {
    throw new Failure(`${file}: ${error instanceof Error ? error.message : String(error)}`, 2);
  }
}

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new Failure(`${file} cannot be read.`, 66);
  });
}
