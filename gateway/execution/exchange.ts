import type { Dispatcher } from 'undici';
import type { Ending } from '../lifetime.ts';

/** Why a subgraph gave no usable answer. */
export class SubgraphFailure extends Error {
  readonly code: 'SUBGRAPH_ERROR' | 'SUBGRAPH_UNAVAILABLE';
  /** For the client; says nothing of the subgraph's insides. */
  readonly detail: string;
  /** Whether the connection failed before an answer began. */
  readonly isConnection: boolean;
  /** Whether the circuit breaker should count it. */
  readonly countsAgainst: boolean;

  constructor(
    code: 'SUBGRAPH_ERROR' | 'SUBGRAPH_UNAVAILABLE',
    detail: string,
    kind: { isConnection?: boolean; countsAgainst?: boolean; cause?: unknown } = {},
  ) {
    super(detail, { cause: kind.cause });
    this.name = 'SubgraphFailure';
    this.code = code;
    this.detail = detail;
    this.isConnection = kind.isConnection ?? false;
    this.countsAgainst = kind.countsAgainst ?? false;
  }
}

/** How much earlier than its time a timer may fire. */
const TIMER_SLACK_MS = 10;

const JSON_TYPES = /^application\/(graphql-response\+)?json\b/i;

/** Reads one answer: the whole body as text, if it is JSON of a bearable size and no redirect. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #signal: Ending;
  readonly #maxBytes: number;
  readonly #resolve: (text: string) => void;
  readonly #reject: (failure: SubgraphFailure) => void;
  #controller: Dispatcher.DispatchController | null = null;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #hasBegun = false;
  readonly #timeoutMs: number;
  readonly #began = performance.now();
  readonly #onAbort = (): void => {
    // The deadline and a client that leaves abort alike; only the former says something of the subgraph.
    const isLate = performance.now() - this.#began >= this.#timeoutMs - TIMER_SLACK_MS;
    const failure = new SubgraphFailure('SUBGRAPH_UNAVAILABLE', 'it did not answer in time', {
      countsAgainst: isLate,
    });
    this.#controller?.abort(failure);
    this.#fail(failure);
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

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal.aborted)
      controller.abort(new SubgraphFailure('SUBGRAPH_UNAVAILABLE', 'the client has gone'));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#hasBegun = true;
    const failure = refuse(
      status,
      headers['content-type'],
      headers['content-length'],
      this.#maxBytes,
    );
    if (failure === null) return;
    this.#fail(failure);
    controller.abort(failure);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) {
      const failure = tooLarge(this.#maxBytes);
      this.#fail(failure);
      controller.abort(failure);
      return;
    }
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    const [first] = this.#chunks;
    this.#resolve(
      this.#chunks.length === 1 && first
        ? first.toString('utf8')
        : Buffer.concat(this.#chunks).toString('utf8'),
    );
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error instanceof SubgraphFailure ? error : asFailure(error, this.#hasBegun));
  }

  #fail(failure: SubgraphFailure): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#chunks = [];
    this.#reject(failure);
  }
}

function refuse(
  status: number,
  type: unknown,
  length: unknown,
  maxBytes: number,
): SubgraphFailure | null {
  if (status >= 300 && status < 400)
    return new SubgraphFailure('SUBGRAPH_ERROR', 'it answered with a redirect');
  const isJson = typeof type === 'string' && JSON_TYPES.test(type);
  // A GraphQL server may answer 4xx and 5xx with a GraphQL error in JSON; a proxy answers with something else.
  if (!isJson && status >= 500)
    return new SubgraphFailure('SUBGRAPH_UNAVAILABLE', `it answered with status ${status}`, {
      countsAgainst: true,
    });
  if (!isJson && status >= 400)
    return new SubgraphFailure('SUBGRAPH_ERROR', `it answered with status ${status}`);
  if (!isJson) return new SubgraphFailure('SUBGRAPH_ERROR', 'it did not answer with JSON');
  if (typeof length === 'string' && Number(length) > maxBytes) return tooLarge(maxBytes);
  return null;
}

function tooLarge(maxBytes: number): SubgraphFailure {
  return new SubgraphFailure('SUBGRAPH_ERROR', `its answer is larger than ${maxBytes} bytes`);
}

function asFailure(error: Error, hasBegun: boolean): SubgraphFailure {
  return new SubgraphFailure(
    hasBegun ? 'SUBGRAPH_ERROR' : 'SUBGRAPH_UNAVAILABLE',
    hasBegun ? 'its answer broke off' : 'no connection',
    { isConnection: !hasBegun, countsAgainst: true, cause: error },
  );
}
