import { generateKeyPairSync } from 'node:crypto';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  rmdir,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { openCheckpoint, parseVerifier, signCheckpoint, verifierText } from './checkpoint.ts';
import { type CheckpointSigner, keepCheckpoints } from './checkpoints.ts';
import { openAuditLog } from './log.ts';
import { proveRecord, verifyProof } from './proof.ts';
import { entry } from './testing/entry.ts';
import { leafHash } from './tree.ts';
import { verifyLog } from './verify-log.ts';

const signerOf = (name: string): CheckpointSigner => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { name, key: publicKey, privateKey };
};
const signer = signerOf('cpz-graph/audit/test');
const quiet = pino({ level: 'silent' });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpz-checkpoints-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const file = (): string => path.join(folder, '0000000000000000.ndjson');

/** A gateway's life: it opens the log, writes records and ends. */
async function live(...ids: readonly string[]): Promise<string | null> {
  const log = await openAuditLog(folder);
  const checkpoints = await keepCheckpoints(folder, log, signer, quiet);
  for (const id of ids) await log.write(entry(id));
  await log.close();
  await checkpoints.close();
  return checkpoints.problem();
}

describe('checkpoints of the audit log', () => {
  test('vouch for all that it holds, over several lives of the gateway', async () => {
    expect(await live('a', 'b', 'c')).toBeNull();
    const kept = await readFile(path.join(folder, 'checkpoint'), 'utf8');
    expect(await live('d')).toBeNull();
    const verdict = await verifyLog(folder, signer, [kept]);
    expect(verdict).toMatchObject({ records: 4, signed: 4, faults: [] });
    expect(openCheckpoint(kept, signer)).toMatchObject({ size: 3 });
  });

  const alterations: readonly [string, (text: string) => string][] = [
    ['a record that was changed', (text) => text.replace('"requestId":"b"', '"requestId":"x"')],
    ['a record that was taken out', (text) => text.replace(/^\{"index":1.*\n/m, '')],
    ['records in another order', (text) => text.split('\n').reverse().join('\n').trim() + '\n'],
    ['a record that was put in', (text) => text.replace('{"index":2', '{"index":9}\n{"index":2')],
    ['records that were cut off', (text) => text.slice(0, text.indexOf('\n') + 1)],
  ];
  test.each(alterations)('tell of %s, and vouch for nothing more', async (_what, alter) => {
    await live('a', 'b', 'c');
    await writeFile(file(), alter(await readFile(file(), 'utf8')));
    expect((await verifyLog(folder, signer)).faults).not.toEqual([]);
    expect(await live('d')).toContain('cannot be vouched for');
    expect((await verifyLog(folder, signer)).signed).toBeLessThanOrEqual(3);
  });

  test('that were kept elsewhere tell when log and checkpoints were made anew', async () => {
    await live('a', 'b', 'c');
    const kept = await readFile(path.join(folder, 'checkpoint'), 'utf8');
    await truncate(file());
    await rm(path.join(folder, 'checkpoints.ndjson'));
    await live('a', 'x', 'c');
    expect((await verifyLog(folder, signer)).faults).toEqual([]);
    expect((await verifyLog(folder, signer, [kept])).faults).toEqual([
      'The first 3 records are not those of their checkpoint.',
    ]);
  });

  test('are signed again when what could not be written can be', async () => {
    const history = path.join(folder, 'checkpoints.ndjson');
    await mkdir(history);
    const log = await openAuditLog(folder);
    await log.write(entry('a'));
    const checkpoints = await keepCheckpoints(folder, log, signer, quiet);
    for (let tries = 0; checkpoints.problem() === null; tries += 1) {
      if (tries === 200) throw new Error('it has no problem');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(checkpoints.problem()).toContain('EISDIR');
    await rmdir(history);
    await log.close();
    await checkpoints.close();
    expect(checkpoints.problem()).toBeNull();
    expect(await verifyLog(folder, signer)).toMatchObject({ records: 1, signed: 1, faults: [] });
  });

  test('are read on after one that was torn while it was written', async () => {
    await live('a');
    await appendFile(path.join(folder, 'checkpoints.ndjson'), '{"time":"2026-01-01T00:00');
    expect(await live('b')).toBeNull();
    expect(await live('c')).toBeNull();
    const verdict = await verifyLog(folder, signer);
    expect(verdict).toMatchObject({ records: 3, signed: 3, checkpoints: 6, faults: [] });
  });

  test('are of no worth with another signature, name or text', () => {
    const said = { origin: signer.name, size: 1, root: leafHash(Buffer.of(1)) };
    const note = signCheckpoint(said, signer.privateKey);
    expect(openCheckpoint(note, signer)).toEqual(said);
    const other = signerOf(signer.name);
    const wrong = [
      signCheckpoint(said, other.privateKey),
      signCheckpoint({ ...said, origin: 'elsewhere' }, signer.privateKey),
      note.replace('\n1\n', '\n2\n'),
      note.replace('\n\n', '\nmore\n\n'),
      note.split('\n\n')[0] ?? '',
      '',
    ];
    for (const each of wrong) expect(() => openCheckpoint(each, signer)).toThrow();
  });
});

describe('a proof', () => {
  test('shows with the verifier key alone that a record stands in the log', async () => {
    await live('a', 'b', 'c', 'd', 'e');
    const proof: unknown = JSON.parse(JSON.stringify(await proveRecord(folder, 3, signer)));
    const verifier = parseVerifier(await readFile(path.join(folder, 'verifier'), 'utf8'));
    expect(verifierText(verifier)).toBe(verifierText(signer));
    await rm(folder, { recursive: true });
    expect(verifyProof(proof, verifier)).toContain('"requestId":"d"');
  });

  test('is refused with another record, place, checkpoint or signer', async () => {
    await live('a', 'b', 'c');
    const proof = await proveRecord(folder, 1, signer);
    const forged = [
      { ...proof, record: proof.record.replace('"b"', '"x"') },
      { ...proof, index: 2 },
      { ...proof, path: proof.path.slice(1) },
      { ...proof, checkpoint: proof.checkpoint.replace('\n3\n', '\n4\n') },
      {},
    ];
    for (const each of forged) expect(() => verifyProof(each, signer)).toThrow();
    expect(() => verifyProof(proof, signerOf(signer.name))).toThrow('not signed');
  });

  test('of a record that no checkpoint covers cannot be made', async () => {
    await live('a');
    await expect(proveRecord(folder, 1, signer)).rejects.toThrow('covers 1 records');
  });
});
