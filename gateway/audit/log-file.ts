import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { Place } from './journal/layout.ts';
import { fileName } from './records.ts';
import { syncFolder } from './sync-folder.ts';
import { writeWhole } from './write-whole.ts';

/** The file of a log that records are added to; the next one begins when it is long. */
export class LogFile {
  readonly #folder: string;
  readonly #isOurs: () => Promise<boolean>;
  #handle: FileHandle;
  #place: Place;
  /** Whether part of what could not be added may stand behind the records. */
  #isTorn = false;

  private constructor(
    folder: string,
    place: Place,
    handle: FileHandle,
    isOurs: () => Promise<boolean>,
  ) {
    this.#folder = folder;
    this.#place = place;
    this.#handle = handle;
    this.#isOurs = isOurs;
  }

  /**
   * @param place how far the file's records reach
   * @param isOurs asked before anything is cut off: what another process wrote since is not ours
   */
  static async open(
    folder: string,
    place: Place,
    isOurs: () => Promise<boolean>,
  ): Promise<LogFile> {
    return new LogFile(folder, place, await openFile(folder, place.file), isOurs);
  }

  /** How far it reaches, on disk or on its way there. */
  get place(): Place {
    return this.#place;
  }

  /**
   * Adds records; they can be read from then on, and are on disk when {@link sync} resolves.
   * @param entry number of the journal's entry that holds the last of them
   * @throws Error when they cannot be added; then none of them is
   */
  async append(bytes: Buffer, records: number, entry: number): Promise<void> {
    if (this.#isTorn) await this.#mend();
    try {
      await writeWhole(this.#handle.fd, bytes, null);
    } catch (error) {
      this.#isTorn = true;
      // Where it cannot be now, it is tried again before anything else is added.
      await this.#mend().catch(() => undefined);
      throw error;
    }
    const { file, bytes: before, records: known } = this.#place;
    this.#place = { file, bytes: before + bytes.length, records: known + records, entry };
  }

  /** Resolves when all is on disk. */
  async sync(): Promise<void> {
    await this.#handle.datasync();
  }

  /** Begins the next file. All is to be on disk. */
  async turn(): Promise<void> {
    const place = { ...this.#place, file: fileName(this.#place.records), bytes: 0 };
    const [before, next] = [this.#handle, await openFile(this.#folder, place.file)];
    this.#handle = next;
    this.#place = place;
    // Nothing is lost with it: all is on disk.
    await before.close().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #mend(): Promise<void> {
    if (!(await this.#isOurs())) throw new Error('another process has taken the audit folder');
    await this.#handle.truncate(this.#place.bytes);
    this.#isTorn = false;
  }
}

async function openFile(folder: string, file: string): Promise<FileHandle> {
  const { O_APPEND, O_CREAT, O_WRONLY } = constants;
  const handle = await open(path.join(folder, file), O_WRONLY | O_CREAT | O_APPEND, 0o600);
  try {
    await syncFolder(folder);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}
