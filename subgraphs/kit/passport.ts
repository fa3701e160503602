import { createHash } from 'node:crypto';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  jwtVerify,
  type JWTVerifyGetKey,
} from 'jose';
import { LRUCache } from 'lru-cache';
import {
  type PassportClaims,
  parsePassportClaims,
  parseTicketClaims,
  type TicketClaims,
} from '../../policies/index.ts';
import { Refusal } from './refusal.ts';

/** The gateway's public keys: where it serves them, or the keys themselves. */
export type GatewayKeys = URL | JSONWebKeySet;

/** Checks what the gateway signed for one subgraph. */
export interface Verifier {
  /**
   * @throws Refusal `UNAUTHENTICATED` when the passport is missing, forged, expired or meant for another subgraph
   */
  passport(token: string | undefined): Promise<PassportClaims>;
  /**
   * @param document the text of the document that the ticket accompanies
   * @throws Refusal `UNAUTHENTICATED` when the ticket is not for this document and subgraph
   */
  ticket(token: string, document: string): Promise<TicketClaims>;
}

const issuer = 'cpz-gateway';
const longestPassportSeconds = 60;

/**
 * Makes a verifier. Verified tokens are kept, because a verification costs more than a whole simple request;
 * expiry is checked again each time.
 */
export function createVerifier(subgraph: string, keys: GatewayKeys): Verifier {
  const keySet: JWTVerifyGetKey =
    keys instanceof URL
      ? createRemoteJWKSet(keys, { cooldownDuration: 5_000 })
      : createLocalJWKSet(keys);
  const passports = new LRUCache<
    string,
    { readonly claims: PassportClaims; readonly expires: number }
  >({ max: 10_000 });
  const tickets = new LRUCache<string, TicketClaims>({ max: 10_000 });

  const verify = async (
    token: string,
    typ: string,
    required: string[],
  ): Promise<Record<string, unknown>> => {
    try {
      const { payload } = await jwtVerify(token, keySet, {
        algorithms: ['EdDSA'],
        issuer,
        audience: subgraph,
        typ,
        requiredClaims: required,
        clockTolerance: 2,
      });
      return payload;
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      throw new Refusal('UNAUTHENTICATED', `The ${typ} is refused: ${error.code}.`);
    }
  };

  return {
    passport: async (token) => {
      if (token === undefined) {
        throw new Refusal(
          'UNAUTHENTICATED',
          'This subgraph answers the gateway only: there is no Gateway-Passport.',
        );
      }
      const known = passports.get(token);
      if (known !== undefined) {
        if (known.expires > Date.now()) return known.claims;
        throw new Refusal('UNAUTHENTICATED', 'The passport is refused: ERR_JWT_EXPIRED.');
      }
      const payload = await verify(token, 'passport', ['exp', 'iat']);
      const lifetime = Number(payload.exp) - Number(payload.iat);
      if (!(lifetime <= longestPassportSeconds)) {
        throw new Refusal(
          'UNAUTHENTICATED',
          `The passport is refused: it is valid for longer than ${longestPassportSeconds} s.`,
        );
      }
      const claims = parsed(() => parsePassportClaims(payload), 'passport');
      passports.set(token, { claims, expires: Number(payload.exp) * 1000 });
      return claims;
    },
    ticket: async (token, document) => {
      let claims = tickets.get(token);
      if (claims === undefined) {
        const payload = await verify(token, 'ticket', []);
        claims = parsed(() => parseTicketClaims(payload), 'ticket');
        tickets.set(token, claims);
      }
      if (claims.document !== createHash('sha256').update(document).digest('base64url')) {
        throw new Refusal(
          'UNAUTHENTICATED',
          'The ticket is refused: it was signed for another document.',
        );
      }
      return claims;
    },
  };
}

function parsed<Claims>(parse: () => Claims, what: string): Claims {
  try {
    return parse();
  } catch {
    throw new Refusal('UNAUTHENTICATED', `The ${what} is refused: its claims are malformed.`);
  }
}
