import type { Place } from './journal/layout.ts';
import type { LogFile } from './log-file.ts';

interface Load {
  bytes: Buffer;
  length: number;
  records: number;
}

const lost =
  'the audit log could not be brought to the disk: start the gateway again, which makes up for it from the journal';

/** How long records wait at most until they can be read in the log. */
const restMs = 50;

/** Carries records from the journal, where they are on disk, into the log, where they are read: many at a time. */
export class Carrier {
  readonly #file: LogFile;
  readonly #confirm: () => Promise<void>;
  readonly #fileBytes: number;
  #taken: Load = { bytes: Buffer.alloc(0), length: 0, records: 0 };
  #next: Load = { bytes: Buffer.alloc(0), length: 0, records: 0 };
  #last: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #isLost = false;

  /**
   * @param confirm rejects when the log is another process's
   * @param fileBytes at which length a file of the log is the last one but the next
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

  /** Takes records along with the next load. */
  add(bytes: Buffer, records: number): void {
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
    this.#timer ??= setTimeout(() => {
      // It is tried again with the next, and at the latest when the journal has no room for more.
      this.carry().catch(() => undefined);
    }, restMs).unref();
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
      if (this.#file.place.bytes >= this.#fileBytes) await this.#file.turn();
      await mark(this.#file.place);
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

  async #carry(): Promise<void> {
    if (this.#isLost) throw new Error(lost);
    // What could not be carried before comes first.
    while (this.#taken.length + this.#next.length > 0) {
      if (this.#taken.length === 0) this.#swap();
      const { bytes, length, records } = this.#taken;
      await this.#confirm();
      await this.#file.append(bytes.subarray(0, length), records);
      this.#taken.length = 0;
      this.#taken.records = 0;
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
