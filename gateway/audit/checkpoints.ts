import type { KeyObject } from 'node:crypto';
import { appendFile, open, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import {
  type CheckpointVerifier,
  openCheckpoint,
  signCheckpoint,
  verifierText,
} from './checkpoint.ts';
import type { AuditLog } from './log.ts';
import { newline } from './newline.ts';
import { logFiles, recordsOf } from './records.ts';
import { GrowingTree } from './tree.ts';

/** Whose checkpoints they are. */
export interface CheckpointSigner extends CheckpointVerifier {
  readonly privateKey: KeyObject;
}

/** Checkpoints of a log, signed while it grows. */
export interface Checkpoints {
  /** What is wrong with the log; null when it holds all that its last checkpoint says, or is still being read. */
  readonly problem: () => string | null;
  /** Signs what the log holds now, and ends. */
  readonly close: () => Promise<void>;
}

/** That the log is not what its checkpoint says. */
class Altered extends Error {
  override readonly name = 'Altered';
}

const intervalMs = 10_000;
/** Every checkpoint, one JSON object a line. */
const historyFile = 'checkpoints.ndjson';
const latestFile = 'checkpoint';
const verifierFile = 'verifier';

const historyLine = z.object({ time: z.string(), note: z.string() });

/**
 * Follows a log and signs a checkpoint of it every ten seconds in which it has grown. It begins by reading what is
 * there; when that is not what the last checkpoint says, nothing is signed any more.
 */
export async function keepCheckpoints(
  folder: string,
  log: Pick<AuditLog, 'carried'>,
  signer: CheckpointSigner,
  logger: FastifyBaseLogger,
): Promise<Checkpoints> {
  const known = (await readCheckpoints(folder)).at(-1);
  const last = known === undefined ? null : openCheckpoint(known.note, signer);
  await writeFile(path.join(folder, verifierFile), `${verifierText(signer)}\n`);
  const tree = new GrowingTree();
  let [signed, place] = [last?.size ?? 0, { file: 0, byte: 0 }];
  let problem: string | null = null;
  let isAltered = false;

  const read = async (until: number): Promise<void> => {
    const files = await logFiles(folder);
    for (; place.file < files.length; place = { file: place.file + 1, byte: 0 }) {
      const file = files[place.file];
      if (file === undefined) return;
      for await (const records of recordsOf(file.path, place.byte)) {
        for (const { record, end } of records) {
          if (tree.size >= until) return;
          tree.addRecord(record);
          place.byte = end;
          if (tree.size === last?.size && !tree.root().equals(last.root)) {
            throw new Altered(`its first ${last.size} records are not those of its checkpoint`);
          }
        }
      }
      if (tree.size >= until || place.file === files.length - 1) return;
    }
  };
  const round = async (): Promise<void> => {
    const records = await log.carried();
    if (isAltered || (problem === null && records === signed)) return;
    await read(records);
    if (last !== null && tree.size < last.size) {
      throw new Altered(`it holds ${tree.size} records, and its checkpoint says ${last.size}`);
    }
    if (tree.size !== signed) await sign();
    problem = null;
  };
  const sign = async (): Promise<void> => {
    await store(
      folder,
      signCheckpoint(
        { origin: signer.name, size: tree.size, root: tree.root() },
        signer.privateKey,
      ),
    );
    signed = tree.size;
  };
  let running = Promise.resolve();
  const run = (): Promise<void> =>
    (running = running.then(round).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      // What could not be read or written may be by the next time.
      isAltered = error instanceof Altered;
      problem = `The audit log cannot be vouched for: ${reason}.`;
      logger.error({ folder }, problem);
    }));
  // The first round reads all that is there, so that an altered log is found at once.
  signed = -1;
  void run();
  const timer = setInterval(() => void run(), intervalMs);
  timer.unref();
  return {
    problem: () => problem,
    close: async () => {
      clearInterval(timer);
      await run();
    },
  };
}

/** Checkpoints that were signed of a log, oldest first. */
export async function readCheckpoints(
  folder: string,
): Promise<readonly z.output<typeof historyLine>[]> {
  const text = await readFile(path.join(folder, historyFile), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => historyLine.parse(JSON.parse(line)));
}

/** Whether a file ends within a line. */
async function isTorn(file: string): Promise<boolean> {
  const handle = await open(file, 'a+');
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    return size > 0 && last[0] !== newline;
  } finally {
    await handle.close();
  }
}

async function store(folder: string, note: string): Promise<void> {
  const entry = { time: new Date().toISOString(), note };
  const history = path.join(folder, historyFile);
  // A line that was torn stays one by itself.
  const begin = (await isTorn(history)) ? '\n' : '';
  await appendFile(history, `${begin}${JSON.stringify(entry)}\n`, { flush: true });
  const part = path.join(folder, `${latestFile}.part`);
  await writeFile(part, note, { flush: true });
  await rename(part, path.join(folder, latestFile));
}
