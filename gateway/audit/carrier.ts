import type { Place } from './journal/layout.ts';
import type { LogFile } from './log-file.ts';

interface Load {
  bytes: Buffer;
  length: number;
  records: number;
  /** Number of the journal's entry that holds the last of them. */
  entry: number;
}

const empty = (): Load => ({ bytes: Buffer.alloc(0), length: 0, records: 0, entry: 0 });

/** Room that is kept for the next load. */
const keptBytes = 4 * 1024 * 1024;

const lost =
  'the audit log could not be brought to the disk: start the gateway again, which makes up for it from the journal';

/** After how long it is tried again to carry what could not be. */
const retryMs = 1_000;

/** How long records wait at most until they can be read in the log. */
const restMs = 50;

/** Carries records from the journal, where they are on disk, into the log, where they are read: many at a time. */
export class Carrier {
  readonly #file: LogFile;
  readonly #confirm: () => Promise<void>;
  readonly #fileBytes: number;
  #taken = empty();
  #next = empty();
  #last: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #isLost = false;
  #owed: (() => Promise<void>) | null = null;

  /**
   * @param confirm rejects when the log is another process's
   * @param fileBytes length at which a file of the log is followed by the next
   */
  constructor(file: LogFile, confirm: () => Promise<void>, fileBytes: number) {
    this.#file = file;
    this.#confirm = confirm;
    this.#fileBytes = fileBytes;
  }

  /** Records that can be read in the log. */
  get carried(): number {
    return this.#file.place.records;
  }

  /** Whether what could not be brought to the disk may seem to be there: the next start makes up for it. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Takes records along with the next load. */
  add(bytes: Buffer, records: number, entry: number): void {
    const load = this.#next;
    const length = load.length + bytes.length;
    if (length > load.bytes.length) {
      const longer = Buffer.allocUnsafeSlow(2 * length);
      load.bytes.copy(longer, 0, 0, load.length);
      load.bytes = longer;
    }
    bytes.copy(load.bytes, load.length);
    load.length = length;
    load.records += records;
    load.entry = entry;
    this.#arm(restMs);
  }

  /** Resolves when what was taken so far can be read in the log. */
  carry(): Promise<void> {
    return this.#inTurn(() => this.#carry());
  }

  /**
   * Resolves when what was taken so far is on disk in the log, and the function given has said so: nothing is added to
   * the log meanwhile.
   */
  settle(mark: (place: Place) => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      await this.#carry();
      await this.#confirm();
      await this.#sync();
      await mark(this.#file.place);
      if (this.#file.place.bytes < this.#fileBytes) return;
      await this.#file.turn();
      this.#owed = () => mark(this.#file.place);
      await this.#pay();
    });
  }

  /** Closes the log's file. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#last;
    await this.#file.close();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const run = this.#last.then(work);
    this.#last = run.catch(() => undefined);
    return run;
  }

  #arm(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.carry().catch(() => {
        if (!this.#isLost) this.#arm(retryMs);
      });
    }, ms).unref();
  }

  /** Nothing is added to a file that the journal does not know of yet. */
  async #pay(): Promise<void> {
    await this.#owed?.();
    this.#owed = null;
  }

  async #carry(): Promise<void> {
    if (this.#isLost) throw new Error(lost);
    await this.#pay();
    // What could not be carried before comes first.
    while (this.#taken.length + this.#next.length > 0) {
      if (this.#taken.length === 0) this.#swap();
      const { bytes, length, records, entry } = this.#taken;
      await this.#confirm();
      await this.#file.append(bytes.subarray(0, length), records, entry);
      this.#taken = bytes.length > keptBytes ? empty() : { ...empty(), bytes };
    }
  }

  async #sync(): Promise<void> {
    try {
      await this.#file.sync();
    } catch (error) {
      // A system may forget what it could not write, and say of the next attempt that it went well.
      this.#isLost = true;
      throw error;
    }
  }

  #swap(): void {
    [this.#taken, this.#next] = [this.#next, this.#taken];
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
