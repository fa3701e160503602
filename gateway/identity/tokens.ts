import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  errors,
  jwtVerify,
  type JWTVerifyGetKey,
} from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { RequestRefused } from '../errors.ts';
import type { Issuer } from './issuers.ts';

/** What a verified token says of its bearer. */
export interface Bearer {
  readonly subject: string;
  readonly department: string;
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
}

/** Verifies tokens of the departments' issuers, given as `Authorization` headers have them (RFC 6750, section 2.1). */
export interface TokenVerifier {
  /** The bearer of a token that was verified before and holds still; null if it must be verified. */
  readonly known: (authorization: string) => Bearer | null;
  /** @throws RequestRefused `UNAUTHENTICATED` that says what to do, and not which keys there are */
  readonly verify: (authorization: string) => Promise<Bearer>;
}

const claims = z.object({
  sub: z.string().min(1).max(256),
  department: z.string().min(1).max(64),
  roles: z.array(z.string().min(1).max(64)).max(64).default([]),
  purposes: z.array(z.string().min(1).max(64)).max(64).default([]),
});

const algorithms = ['EdDSA', 'ES256', 'RS256', 'PS256'];
const longestToken = 8192;
/** By which the clocks of issuers may differ from ours. */
const toleranceSeconds = 5;

interface Known {
  readonly bearer: Bearer;
  readonly expires: number;
}

/**
 * Makes a verifier. Each issuer may assert its own department only. Verified tokens are kept, since a verification
 * costs more than a simple request; their expiry is looked at every time.
 * @param audience the `aud` that a token must carry
 */
export function createTokenVerifier(issuers: readonly Issuer[], audience: string): TokenVerifier {
  const trusted = new Map(
    issuers.map((issuer) => [issuer.issuer, { ...issuer, keys: keysOf(issuer) }]),
  );
  const known = new LRUCache<string, Known>({ max: 10_000 });

  const verify = async (authorization: string): Promise<Bearer> => {
    const token = tokenOf(authorization);
    if (token.length > longestToken) throw refused('the token is too long');
    const issuer = trusted.get(issuerOf(token));
    if (issuer === undefined) throw refused('its issuer is not known here');
    try {
      const { payload, protectedHeader } = await jwtVerify(token, issuer.keys, {
        algorithms,
        issuer: issuer.issuer,
        audience,
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: toleranceSeconds,
      });
      if (protectedHeader.kid === undefined) throw refused('the token names no key (kid)');
      const { sub, department, roles, purposes } = claims.parse(payload);
      if (department !== issuer.department) {
        throw refused(`its issuer answers for ${issuer.department} only`);
      }
      const bearer: Bearer = { subject: sub, department, roles, purposes };
      const expires = (Number(payload.exp) + toleranceSeconds) * 1000;
      // Or one token in ever other spellings would push out everybody's.
      if (authorization === `Bearer ${token}`) known.set(authorization, { bearer, expires });
      return bearer;
    } catch (error) {
      throw explained(error);
    }
  };
  return {
    known: (authorization) => {
      // Which was used last is not noted, which costs as much as to find it: one that is forgotten is verified again.
      const before = known.peek(authorization);
      if (before === undefined) return null;
      if (before.expires > Date.now()) return before.bearer;
      known.delete(authorization);
      throw refused('the token has expired');
    },
    verify,
  };
}

function keysOf(issuer: Issuer): JWTVerifyGetKey {
  return 'jwksUri' in issuer
    ? createRemoteJWKSet(new URL(issuer.jwksUri), {
        cooldownDuration: 10_000,
        timeoutDuration: 3_000,
      })
    : createLocalJWKSet(issuer.jwks);
}

function tokenOf(authorization: string): string {
  const [, token] = /^Bearer +([^\s]+)$/i.exec(authorization) ?? [];
  if (token !== undefined) return token;
  throw new RequestRefused(
    'UNAUTHENTICATED',
    'The Authorization header is refused: it reads "Bearer" and a token.',
  );
}

function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? '';
  } catch {
    throw refused('it is no JSON Web Token');
  }
}

function explained(error: unknown): Error {
  if (error instanceof RequestRefused) return error;
  if (error instanceof errors.JWTExpired) return refused('the token has expired');
  if (error instanceof errors.JWTClaimValidationFailed) {
    return refused(`its claim "${error.claim}" is not right`);
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return refused(`its algorithm is not one of ${algorithms.join(', ')}`);
  }
  if (error instanceof errors.JWKSTimeout) return refused("its issuer's keys cannot be fetched");
  if (error instanceof errors.JOSEError) return refused('its signature is not right');
  if (error instanceof z.ZodError) return refused('its claims are malformed');
  return error instanceof Error ? error : new Error(String(error));
}

function refused(why: string): RequestRefused {
  return new RequestRefused(
    'UNAUTHENTICATED',
    `The token is refused: ${why}. Get a fresh one from your department's issuer, or send none to ask as the public.`,
  );
}
