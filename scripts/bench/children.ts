import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** The project's root, in which children run. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** On which core something runs: the gateway under test on one, all else on the other. */
export type Core = 'gateway' | 'rest';

const coreNumbers: Readonly<Record<Core, string>> = { gateway: '0', rest: '1' };
const canPin = existsSync('/usr/bin/taskset');

/** With which every gateway runs: answers under way fit into the young generation, and are not copied to the old one. */
const gatewayOptions = '--max-semi-space-size=32';

/** A process of the benchmark; what it writes to standard error is kept to explain its failure. */
export interface Child {
  readonly process: ChildProcess;
  readonly said: () => string;
}

const running = new Set<ChildProcess>();

/** Ends all that was started. */
export function endChildren(): void {
  for (const child of running) child.kill('SIGKILL');
}

process.on('exit', endChildren);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

/** Starts a Node program on a core; it ends with this process at the latest. */
export function startNode(
  core: Core,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Child {
  const command = canPin
    ? ['taskset', '-c', coreNumbers[core], process.execPath]
    : [process.execPath];
  const [program = process.execPath, ...first] = command;
  const child = spawn(program, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: '',
      NODE_OPTIONS: core === 'gateway' ? gatewayOptions : '',
      LOG_LEVEL: 'warn',
      ...env,
    },
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return { process: child, said: () => said };
}

/** Arguments with which Node runs one of the benchmark's own programs. */
export function program(name: string, ...args: readonly string[]): string[] {
  return ['--import', 'tsx', `scripts/bench/children/${name}.ts`, ...args];
}

/** The next message of a child. Rejects when it ends first. */
export function messageOf({ process: child, said }: Child): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      reject(new Error(`A process of the benchmark ended. ${said()}`));
    };
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** What a process has used. */
export interface Usage {
  /** Milliseconds of user and system time, all threads. */
  readonly cpuMs: number;
  readonly residentMb: number;
}

/** Reads `/proc`. */
export function usageOf({ process: { pid } }: Child): Usage {
  const [, fields = ''] = readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(11, 13);
  const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8'))?.[1];
  // The kernel counts in hundredths of a second.
  return { cpuMs: (Number(user) + Number(system)) * 10, residentMb: Number(resident) / 1024 };
}
