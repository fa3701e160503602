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
   * @throws Error when they cannot be added; then none of them is
   */
  async append(bytes: Buffer, records: number): Promise<void> {
    try {
      await writeWhole(this.#handle.fd, bytes, null);
    } catch (error) {
      if (await this.#isOurs()) await this.#handle.truncate(this.#place.bytes);
      throw error;
    }
    const { file, bytes: before, records: known } = this.#place;
    this.#place = { file, bytes: before + bytes.length, records: known + records };
  }

  /** Resolves when all is on disk. */
  async sync(): Promise<void> {
    await this.#handle.datasync();
  }

  /** Begins the next file. All is to be on disk. */
  async turn(): Promise<void> {
    const place = { file: fileName(this.#place.records), bytes: 0, records: this.#place.records };
    const next = await openFile(this.#folder, place.file);
    await this.#handle.close();
    this.#handle = next;
    this.#place = place;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

async function openFile(folder: string, file: string): Promise<FileHandle> {
  const { O_APPEND, O_CREAT, O_WRONLY } = constants;
  const handle = await open(path.join(folder, file), O_WRONLY | O_CREAT | O_APPEND, 0o600);
  await syncFolder(folder);
  return handle;
}
