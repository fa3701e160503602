import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { type DocumentNode, Kind, print, stripIgnoredCharacters, visit } from 'graphql';
import type { ValidDocument } from '../authorize/valid-document.ts';

/** Keeps the shape of each distinct operation once, beside the log that names it by its hash. */
export interface RecordedOperations {
  /** @param isPublic whether anybody could have sent it */
  readonly keep: (valid: ValidDocument, isPublic: boolean) => void;
  /** Waits for what is being written. */
  readonly close: () => Promise<void>;
}

/** How many operations are kept, and how many of them the public may fill; what comes later is in the log only. */
const most = { all: 10_000, public: 2_000 };

/** A document whose shape is longer is not kept. */
const mostCharacters = 64 * 1024;

/**
 * Opens the folder `operations/` beside the log: one file for each operation, `<hash>.graphql`. It holds what an
 * operation asks, and nothing of whom: every string and number is taken out, and so are aliases, which a client may
 * call as it likes.
 */
export async function keepOperations(
  audit: string,
  logger: FastifyBaseLogger,
): Promise<RecordedOperations> {
  const folder = path.join(audit, 'operations');
  await mkdir(folder, { recursive: true });
  const known = new Set((await readdir(folder)).map((name) => path.basename(name, '.graphql')));
  let ofPublic = 0;
  let writing: Promise<void> = Promise.resolve();
  return {
    keep: ({ hash, document }, isPublic) => {
      if (known.has(hash) || known.size >= most.all) return;
      if (isPublic && ofPublic >= most.public) return;
      known.add(hash);
      if (isPublic) ofPublic += 1;
      const text = shapeOf(document);
      if (text.length > mostCharacters) return;
      writing = writing
        .then(() => write(path.join(folder, `${hash}.graphql`), text))
        .catch((error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          logger.warn({ reason, hash }, 'the shape of an operation cannot be kept');
        });
    },
    close: () => writing,
  };
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(`${file}.draft`, text, { mode: 0o600 });
  await rename(`${file}.draft`, file);
}

/** What an operation asks, without what it says: enough to decide it again. */
function shapeOf(document: DocumentNode): string {
  const shape = visit(document, {
    StringValue: () => ({ kind: Kind.STRING, value: '' }),
    IntValue: () => ({ kind: Kind.INT, value: '0' }),
    FloatValue: () => ({ kind: Kind.FLOAT, value: '0' }),
    Field: ({ alias, ...field }) => (alias === undefined ? undefined : field),
  });
  return stripIgnoredCharacters(print(shape));
}
