import { CompactSign, compactVerify, createLocalJWKSet, errors } from 'jose';
import { z } from 'zod';
import { type Disclosed, disclosedShape } from '../downloads/disclosed.ts';
import type { StatementKeys } from './keys.ts';

/** A statement: who says what about whom, and when it was said. */
export interface Statement {
  readonly issuer: string;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  readonly disclosed: Disclosed;
}

/** What came of checking a statement. */
export type Checked =
  | { readonly kind: 'genuine'; readonly kid: string; readonly statement: Statement }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'unknown-key' }
  | { readonly kind: 'forged' };

/** Signs statements and checks them. */
export interface Statements {
  /** A compact JWS (RFC 7515) over the disclosed record and the time. */
  readonly sign: (disclosed: Disclosed, issuer: string, nowMs: number) => Promise<string>;
  readonly check: (text: string) => Promise<Checked>;
}

/** A signature of this type stands for a statement and for nothing else (RFC 8725, section 3.11). */
const type = 'credit-statement+jwt';

const payload = z.object({
  iss: z.string(),
  iat: z.int().nonnegative(),
  sub: z.string(),
  disclosed: disclosedShape,
});

/** Makes what signs and checks statements by given keys. */
export function createStatements({ kid, privateKey, jwks }: StatementKeys): Statements {
  const keyOf = createLocalJWKSet(jwks);
  return {
    sign: (disclosed, iss, nowMs) => {
      const iat = Math.floor(nowMs / 1000);
      const claims = { iss, iat, sub: disclosed.uscc, disclosed };
      return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
        .setProtectedHeader({ alg: 'EdDSA', kid, typ: type })
        .sign(privateKey);
    },
    check: async (text) => {
      try {
        // Line breaks come with mail and with copying from a page.
        const read = await compactVerify(text.replaceAll(/\s/g, ''), keyOf, {
          algorithms: ['EdDSA'],
        });
        if (read.protectedHeader.typ !== type) return { kind: 'unreadable' };
        const { iss, iat, disclosed } = payload.parse(
          JSON.parse(new TextDecoder().decode(read.payload)),
        );
        return {
          kind: 'genuine',
          kid: read.protectedHeader.kid ?? '',
          statement: { issuer: iss, issuedAt: iat, disclosed },
        };
      } catch (error) {
        if (error instanceof errors.JWSSignatureVerificationFailed) return { kind: 'forged' };
        if (error instanceof errors.JWKSNoMatchingKey) return { kind: 'unknown-key' };
        return { kind: 'unreadable' };
      }
    },
  };
}
