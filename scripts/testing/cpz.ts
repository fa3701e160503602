import { Writable } from 'node:stream';
import { runCommandLine } from '../command-line.ts';

/** How a run of the command line ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs `cpz` within this process: what it does and writes is the same, and nothing is loaded again. One run at a time.
 * That the program itself starts, writes and exits so is proved in `commands/cli.test.ts`.
 */
export async function cpz(...args: readonly string[]): Promise<Ended> {
  const [out, err] = [collect('stdout'), collect('stderr')];
  try {
    const code = await runCommandLine(['node', 'cpz', ...args]);
    return { code, out: out.text(), err: err.text() };
  } finally {
    out.restore();
    err.restore();
  }
}

function collect(name: 'stdout' | 'stderr'): { text: () => string; restore: () => void } {
  const before = Object.getOwnPropertyDescriptor(process, name);
  const chunks: Buffer[] = [];
  const value = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  Object.defineProperty(process, name, { value, configurable: true });
  return {
    text: () => Buffer.concat(chunks).toString('utf8'),
    restore: () => {
      if (before !== undefined) Object.defineProperty(process, name, before);
    },
  };
}
