import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JSONWebKeySet } from 'jose';
import { Failure } from '../failure.ts';
import { hostMessage, type HostSetting } from './host-message.ts';

/** What departments share with the gateway. */
export interface DepartmentSecrets {
  readonly gatewayKeys: JSONWebKeySet;
  readonly cursorKey: string;
  readonly pseudonymKey: string;
}

/** The departments, running in a process of their own. */
export interface RunningDepartments {
  /** Address of each department's subgraph. */
  readonly urls: Readonly<Record<string, string>>;
  /** Resolves when the process has ended, be it by itself. */
  readonly ended: Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Starts all departments in a process of their own; resolves when they answer.
 * @throws Failure with one line that says what is wrong: a port in use, damaged data, a locked folder
 */
export function startDepartments(
  setting: HostSetting,
  keys: DepartmentSecrets,
  progress: (department: string, done: number, total: number) => void,
): Promise<RunningDepartments> {
  const isBuilt = import.meta.url.endsWith('.js');
  const file = fileURLToPath(new URL(isBuilt ? './host.js' : './host.ts', import.meta.url));
  // Fork passes no secrets on the command line, where any user could read them.
  const child = fork(file, [JSON.stringify(setting)], {
    execArgv: isBuilt ? [] : ['--import', 'tsx'],
    env: { ...process.env, CPZ_HOST_KEYS: JSON.stringify(keys) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString('utf8')).slice(-4000);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const close = async (): Promise<void> => {
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
  };
  return new Promise((resolve, reject) => {
    const fail = (message: string): void => {
      reject(new Failure(message, 69));
    };
    child.on('message', (told) => {
      const message = hostMessage.parse(told);
      switch (message.kind) {
        case 'progress':
          progress(message.department, message.done, message.total);
          break;
        case 'ready':
          resolve({ urls: message.urls, ended, close });
          break;
        case 'failed':
          fail(message.message);
      }
    });
    child.once('exit', () => {
      fail(`The departments' process has ended. ${complaint.trim().split('\n').at(-1) ?? ''}`);
    });
  });
}
