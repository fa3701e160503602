import type { FastifyRequest } from 'fastify';

/** Everything that a page needs comes from its own origin, and there is no script at all. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every answer of the pages. */
export const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/**
 * Whether a form was sent from a page of this site. There is no session that another site could ride on; but neither
 * shall another site make its visitors' browsers file requests here. Browsers say where a form comes from
 * (Fetch Metadata; else the Origin header), and no page of another site can change that.
 */
export function isFromHere(request: FastifyRequest, origin: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const from = request.headers.origin;
  if (from === undefined) return true;
  return from === origin || from === `${request.protocol}://${request.host}`;
}
