import type { IncomingMessage } from 'node:http';

/** Fields of a request's head that the endpoint reads, by their names in small letters. */
export interface RequestFields {
  readonly accept?: string | undefined;
  readonly authorization?: string | undefined;
  readonly 'content-encoding'?: string | undefined;
  readonly 'content-length'?: string | undefined;
  readonly 'content-type'?: string | undefined;
  readonly 'policy-explain'?: string | string[] | undefined;
  readonly 'plan-explain'?: string | string[] | undefined;
  readonly 'sharing-case'?: string | string[] | undefined;
  readonly 'sharing-purpose'?: string | string[] | undefined;
  readonly 'transfer-encoding'?: string | undefined;
  readonly 'x-forwarded-for'?: string | string[] | undefined;
}

/** A request for the endpoint, whichever way it was read. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, as the request has them. */
  readonly url: string;
  readonly headers: RequestFields;
  /** Whether there is more than one `Authorization`, of which `headers` holds the first. */
  readonly givesTokenTwice: boolean;
  readonly socket: { readonly remoteAddress?: string | undefined };
  /** The body's text if it came with the head, or what it is read from. */
  readonly body: string | IncomingMessage;
}
