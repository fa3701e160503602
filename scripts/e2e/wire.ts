import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A connection over which a test writes HTTP by itself. */
export interface Wire {
  readonly socket: Socket;
  /** What has come, each byte as a character. */
  readonly said: () => string;
}

const wires: Socket[] = [];

/** Connects to where an address leads. */
export async function dial(url: string): Promise<Wire> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay(true);
  wires.push(socket);
  let said = '';
  socket.on('data', (bytes) => (said += bytes.toString('latin1')));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return { socket, said: () => said };
}

/** Ends all connections of a test. */
export function hangUpAll(): void {
  for (const socket of wires.splice(0)) socket.destroy();
}

/** An answer as it was written. */
export interface WireAnswer {
  readonly head: string;
  readonly body: string;
}

/** Answers on a wire, one after the other; each has a length. */
export function answersOf(said: string): WireAnswer[] {
  const answers: WireAnswer[] = [];
  for (let rest = said; rest !== '';) {
    const end = rest.indexOf('\r\n\r\n');
    const head = rest.slice(0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (end < 0 || rest.length < end + 4 + length) break;
    answers.push({
      head,
      body: Buffer.from(rest.slice(end + 4, end + 4 + length), 'latin1').toString(),
    });
    rest = rest.slice(end + 4 + length);
  }
  return answers;
}

/** Resolves when something has come to be so; rejects after twenty seconds. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries += 1) {
    if (tries > 2_000) throw new Error('It never came to be so.');
    await wait(10);
  }
}

/** Whether an answer came by the gateway's fast path. Node writes this field with a capital letter. */
export const wasAhead = (head: string): boolean => head.includes('\r\ndate: ');

/** A GraphQL request by POST, with more fields. */
export function post(body: string, ...fields: readonly string[]): Buffer {
  const length = Buffer.byteLength(body);
  const head = ['POST /graphql HTTP/1.1', 'host: x', 'content-type: application/json'];
  return Buffer.from([...head, `content-length: ${length}`, ...fields, '', body].join('\r\n'));
}
