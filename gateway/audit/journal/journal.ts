import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../sync-folder.ts';
import { writeWhole } from '../write-whole.ts';
import {
  headBytes,
  markPage,
  marksBytes,
  pageBytes,
  pagesOf,
  type Place,
  writeHead,
} from './layout.ts';
import { journalFile } from './read.ts';

/** Records that are on disk. */
export interface Written {
  /** Number of their entry. */
  readonly entry: number;
  readonly bytes: Buffer;
}

/** Puts what the journal holds into the log, waits until it is on disk, and says so by the function given. */
export type Settle = (mark: (place: Place) => Promise<void>) => Promise<void>;

/**
 * Where records are on disk first: a file that is made in its full length and written in place, and grows for a longer entry only.
 * That is one write to the disk, where a file that grows takes two or three, since the file system has its length to
 * write down as well. Its two halves are filled in turn; before one is written over, all that it holds is in the log, and
 * on disk there.
 */
export class Journal {
  readonly #folder: string;
  readonly #settle: Settle;
  readonly #handle: FileHandle;
  readonly #halfBytes: number;
  #at = marksBytes;
  #half = 0;
  #entries = 0;
  #marks = 0;
  #isOtherFree = true;
  #freeing: Promise<void> | null = null;
  #staged: Buffer = Buffer.alloc(0);

  private constructor(folder: string, settle: Settle, handle: FileHandle, halfBytes: number) {
    this.#folder = folder;
    this.#settle = settle;
    this.#handle = handle;
    this.#halfBytes = halfBytes;
  }

  /**
   * Makes the journal of a log.
   * @param upTo what the log holds on disk
   * @throws Error when it cannot be written
   */
  static async create(
    folder: string,
    upTo: Place,
    halfBytes: number,
    settle: Settle,
  ): Promise<Journal> {
    return new Journal(folder, settle, await make(folder, upTo, halfBytes), halfBytes);
  }

  /**
   * Resolves when records are on disk, with the number of their entry and their bytes, lent until the next are written. To
   * be asked for one entry at a time.
   * @param lines records, each with its line end
   * @throws Error when they cannot be written, or what was written before cannot be put into the log
   */
  async write(lines: string, first: number, records: number): Promise<Written> {
    const body = this.#stage(lines);
    const bytes = headBytes + body.length;
    const length = pagesOf(bytes);
    const isLong = length > this.#halfBytes;
    if (isLong) await this.#clear();
    else if (this.#at + length > this.#end) await this.#turn();
    this.#entries += 1;
    writeHead(this.#staged, body, { entry: this.#entries, first, records });
    try {
      await this.#put(this.#staged.subarray(0, length), this.#at);
    } catch (error) {
      if (isLong) await this.#shrink();
      throw error;
    }
    this.#at += length;
    if (isLong) {
      this.#isOtherFree = false;
      this.#staged = Buffer.alloc(0);
    }
    return { entry: this.#entries, bytes: body };
  }

  /** Says up to where the log is on disk. */
  async mark(place: Place): Promise<void> {
    const number = this.#marks + 1;
    await this.#put(markPage(number, place), (number % 2) * pageBytes);
    this.#marks = number;
  }

  /** Closes it; it goes when the log holds all of it, unless it is another process's by now. */
  async close(isSettled: boolean): Promise<void> {
    await this.#freeing?.catch(() => undefined);
    const file = path.join(this.#folder, journalFile);
    try {
      if (!isSettled) return;
      const [ours, found] = await Promise.all([this.#handle.stat(), stat(file).catch(() => null)]);
      if (found?.ino !== ours.ino) return;
      await rm(file);
      await syncFolder(this.#folder);
    } finally {
      await this.#handle.close();
    }
  }

  /** Puts the records where they are written from, behind room for their head. */
  #stage(lines: string): Buffer {
    const length = pagesOf(headBytes + Buffer.byteLength(lines));
    if (length > this.#staged.length) this.#staged = Buffer.alloc(length);
    return this.#staged.subarray(headBytes, headBytes + this.#staged.write(lines, headBytes));
  }

  get #end(): number {
    return marksBytes + (this.#half + 1) * this.#halfBytes;
  }

  async #put(bytes: Buffer, position: number): Promise<void> {
    await writeWhole(this.#handle.fd, bytes, position);
    if (!syncsItself) await this.#handle.datasync();
  }

  /** Goes over to the other half, and has this one put into the log meanwhile. */
  async #turn(): Promise<void> {
    if (!this.#isOtherFree) await this.#free();
    if (this.#at > this.#end) await this.#shrink();
    this.#half = 1 - this.#half;
    this.#at = marksBytes + this.#half * this.#halfBytes;
    this.#isOtherFree = false;
    // When it fails it is tried again as soon as the half is needed.
    this.#free().catch(() => undefined);
  }

  /** Gives back what a long entry took beyond both halves. */
  async #shrink(): Promise<void> {
    const length = marksBytes + 2 * this.#halfBytes;
    const { size } = await this.#handle.stat();
    if (size > length) await this.#handle.truncate(length);
  }

  #free(): Promise<void> {
    this.#freeing ??= this.#settle((place) => this.mark(place))
      .then(() => {
        this.#isOtherFree = true;
      })
      .finally(() => {
        this.#freeing = null;
      });
    return this.#freeing;
  }

  /** Has all that it holds put into the log, and begins at its start: for an entry that reaches into both halves. */
  async #clear(): Promise<void> {
    await this.#freeing?.catch(() => undefined);
    await this.#free();
    [this.#half, this.#at] = [0, marksBytes];
  }
}

// O_DSYNC: a write returns when its data are on disk, as if fdatasync followed it. Windows has none.
const O_DSYNC: number | undefined = constants.O_DSYNC;
const syncsItself = typeof O_DSYNC === 'number';

/**
 * Linux holds in memory as one folio what is written at once, up to megabytes, and goes through all of it for each entry
 * that is written into it later. So the journal is made in pieces of about an entry's length.
 */
const pieceBytes = 4 * pageBytes;

/** There is a whole journal or the one before, whenever the machine stops. */
async function make(folder: string, upTo: Place, halfBytes: number): Promise<FileHandle> {
  const draft = path.join(folder, `${journalFile}.draft`);
  const { O_RDWR, O_CREAT, O_TRUNC } = constants;
  const flags = O_RDWR | O_CREAT | O_TRUNC;
  const whole = Buffer.alloc(marksBytes + 2 * halfBytes);
  markPage(0, upTo).copy(whole);
  const handle = await open(draft, flags, 0o600);
  try {
    for (let at = 0; at < whole.length; at += pieceBytes)
      await writeWhole(handle.fd, whole.subarray(at, at + pieceBytes), at);
    await handle.sync();
    await rename(draft, path.join(folder, journalFile));
    await syncFolder(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The journal of the audit log, ${whole.length} bytes, cannot be made in ${folder}: ${reason}.`,
      { cause: error },
    );
  } finally {
    await handle.close();
  }
  return open(path.join(folder, journalFile), O_RDWR | (syncsItself ? O_DSYNC : 0));
}
