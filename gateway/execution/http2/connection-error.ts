import { MalformedResponse } from '../malformed-response.ts';

/** The other side does not keep to the protocol: nothing that it sends on this connection can be relied on any more. */
export class ConnectionError extends MalformedResponse {
  /** One of RFC 9113, section 7, for the other side. */
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'ConnectionError';
    this.code = code;
  }
}
