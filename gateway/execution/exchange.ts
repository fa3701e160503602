import type { Ending } from '../lifetime.ts';
import { MalformedResponse } from './malformed-response.ts';
import type { ResponseHandler } from './response-handler.ts';
import { UnprocessedRequest } from './unprocessed-request.ts';

/** Why a subgraph gave no usable answer. */
export class SubgraphFailure extends Error {
  readonly code: 'SUBGRAPH_ERROR' | 'SUBGRAPH_UNAVAILABLE';
  /** For the client; says nothing of the subgraph's insides. */
  readonly detail: string;
  /** Whether the connection failed before an answer began. */
  readonly isConnection: boolean;
  /** Whether the subgraph said that it did nothing with the request, and will not. */
  readonly isUnprocessed: boolean;
  /** Whether the circuit breaker should count it. */
  readonly countsAgainst: boolean;

  constructor(
    code: 'SUBGRAPH_ERROR' | 'SUBGRAPH_UNAVAILABLE',
    detail: string,
    kind: {
      isConnection?: boolean;
      isUnprocessed?: boolean;
      countsAgainst?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: kind.cause });
    this.name = 'SubgraphFailure';
    this.code = code;
    this.detail = detail;
    this.isConnection = kind.isConnection ?? false;
    this.isUnprocessed = kind.isUnprocessed ?? false;
    this.countsAgainst = kind.countsAgainst ?? false;
  }
}

/** How much earlier than its time a timer may fire. */
const TIMER_SLACK_MS = 10;

const SMALLEST_BODY = 4096;

const JSON_TYPES = /^application\/(graphql-response\+)?json\b/i;

/** Reads one answer: the whole body as text, if it is JSON of a bearable size and no redirect. */
export class Exchange implements ResponseHandler {
  readonly #signal: Ending;
  readonly #maxBytes: number;
  readonly #resolve: (text: string) => void;
  readonly #reject: (failure: SubgraphFailure) => void;
  #abort: (() => void) | null = null;
  /** The first part of the body, most often the only one. */
  #first: Buffer | null = null;
  /** All of it, with room for more, where there are several: a part for each byte would cost a hundred times as much. */
  #body: Buffer | null = null;
  #bytes = 0;
  #hasBegun = false;
  readonly #timeoutMs: number;
  readonly #began = performance.now();
  readonly #onAbort = (): void => {
    // The deadline and a client that leaves abort alike; only the former says something of the subgraph.
    const isLate = performance.now() - this.#began >= this.#timeoutMs - TIMER_SLACK_MS;
    this.#giveUp(
      new SubgraphFailure('SUBGRAPH_UNAVAILABLE', 'it did not answer in time', {
        countsAgainst: isLate,
      }),
    );
  };

  constructor(
    signal: Ending,
    timeoutMs: number,
    maxBytes: number,
    resolve: (text: string) => void,
    reject: (failure: SubgraphFailure) => void,
  ) {
    this.#signal = signal;
    this.#timeoutMs = timeoutMs;
    this.#maxBytes = maxBytes;
    this.#resolve = resolve;
    this.#reject = reject;
    signal.addEventListener('abort', this.#onAbort);
    if (signal.aborted) this.#onAbort();
  }

  onConnect(abort: () => void): void {
    this.#abort = abort;
    if (this.#signal.aborted) abort();
  }

  onHeaders(status: number, headers: readonly string[]): void {
    this.#hasBegun = true;
    const type = valueOf('content-type', headers);
    const failure = refuse(status, type, valueOf('content-length', headers), this.#maxBytes);
    if (failure !== null) this.#giveUp(failure);
  }

  onData(chunk: Buffer): void {
    const before = this.#bytes;
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) this.#giveUp(tooLarge(this.#maxBytes));
    else if (before === 0) this.#first = chunk;
    else this.#append(chunk, before);
  }

  onComplete(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    const whole = this.#body ?? this.#first;
    this.#resolve(whole?.toString('utf8', 0, this.#bytes) ?? '');
  }

  onError(error: Error): void {
    this.#fail(error instanceof SubgraphFailure ? error : asFailure(error, this.#hasBegun));
  }

  #append(chunk: Buffer, before: number): void {
    const needed = before + chunk.length;
    let body = this.#body;
    if (body === null || body.length < needed) {
      const larger = Buffer.allocUnsafeSlow(Math.max(2 * needed, SMALLEST_BODY));
      larger.set((body ?? this.#first)?.subarray(0, before) ?? []);
      this.#body = body = larger;
    }
    body.set(chunk, before);
  }

  #giveUp(failure: SubgraphFailure): void {
    this.#fail(failure);
    this.#abort?.();
  }

  #fail(failure: SubgraphFailure): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#first = null;
    this.#body = null;
    this.#reject(failure);
  }
}

/** The value of a header among names, in small letters, and values in turn; null when there is none, or more than one. */
function valueOf(name: string, headers: readonly string[]): string | null {
  let found: string | null = null;
  for (let index = 0; index + 1 < headers.length; index += 2) {
    if (headers[index] !== name) continue;
    if (found !== null) return null;
    found = headers[index + 1] ?? '';
  }
  return found;
}

function refuse(
  status: number,
  type: string | null,
  length: string | null,
  maxBytes: number,
): SubgraphFailure | null {
  if (status >= 300 && status < 400)
    return new SubgraphFailure('SUBGRAPH_ERROR', 'it answered with a redirect');
  const isJson = type !== null && JSON_TYPES.test(type);
  // A GraphQL server may answer 4xx and 5xx with a GraphQL error in JSON; a proxy answers with something else.
  if (!isJson && status >= 500)
    return new SubgraphFailure('SUBGRAPH_UNAVAILABLE', `it answered with status ${status}`, {
      countsAgainst: true,
    });
  if (!isJson && status >= 400)
    return new SubgraphFailure('SUBGRAPH_ERROR', `it answered with status ${status}`);
  if (!isJson) return new SubgraphFailure('SUBGRAPH_ERROR', 'it did not answer with JSON');
  if (length !== null && Number(length) > maxBytes) return tooLarge(maxBytes);
  return null;
}

function tooLarge(maxBytes: number): SubgraphFailure {
  return new SubgraphFailure('SUBGRAPH_ERROR', `its answer is larger than ${maxBytes} bytes`);
}

function asFailure(error: Error, hasBegun: boolean): SubgraphFailure {
  // The other side is there; to send it the same again would not help.
  if (error instanceof MalformedResponse)
    return new SubgraphFailure('SUBGRAPH_ERROR', 'its answer is not HTTP', {
      countsAgainst: true,
      cause: error,
    });
  return new SubgraphFailure(
    hasBegun ? 'SUBGRAPH_ERROR' : 'SUBGRAPH_UNAVAILABLE',
    hasBegun ? 'its answer broke off' : 'no connection',
    {
      isConnection: !hasBegun,
      isUnprocessed: error instanceof UnprocessedRequest,
      countsAgainst: true,
      cause: error,
    },
  );
}
