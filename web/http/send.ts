import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { codings, type Ready } from './keep.ts';

/**
 * Sends a page in the coding that the visitor takes, or 304 when the visitor has it.
 * A strong validator names bytes, so that each coding has its own (RFC 9110, section 8.8.3).
 */
export function send(
  request: FastifyRequest,
  reply: FastifyReply,
  ready: Ready,
  now = Date.now(),
): FastifyReply {
  const accepted = request.headers['accept-encoding'];
  const negotiator = new Negotiator({ headers: { 'accept-encoding': accepted } });
  const coding = codings.find((each) => each === negotiator.encoding([...codings])) ?? 'identity';
  const etag = `"${ready.digest}-${coding}"`;
  const { freshUntil } = ready;
  reply
    .headers(ready.headers)
    .header('etag', etag)
    .header('vary', 'Accept-Encoding')
    .header(
      'cache-control',
      freshUntil === null
        ? 'no-store'
        : `public, max-age=${Math.max(0, Math.floor((freshUntil - now) / 1000))}`,
    );
  if (ready.status === 200 && matches(request.headers['if-none-match'], etag)) {
    return reply.code(304).removeHeader('content-type').send();
  }
  if (coding !== 'identity') reply.header('content-encoding', coding);
  return reply.code(ready.status).send(ready.bodies[coding]);
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const named = ifNoneMatch.split(',').map((each) => each.trim().replace(/^W\//, ''));
  return named.includes('*') || named.includes(etag);
}
