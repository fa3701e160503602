/** Told what a response says, part by part. */
export interface ResponseSink {
  /** Names, in small letters, and values in turn. */
  readonly onHeaders: (status: number, fields: readonly string[]) => void;
  /** The last part is lent: what has not read it when `onComplete` returns must not look at it again. */
  readonly onData: (chunk: Buffer) => void;
  readonly onComplete: () => void;
}

/** Whoever waits for a response. */
export interface ResponseHandler extends ResponseSink {
  /** Given what ends the request; asks for its end at once when nobody waits any more. */
  readonly onConnect: (abort: () => void) => void;
  readonly onError: (error: Error) => void;
}
