import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import type { PassportClaims, TicketClaims } from '../../../policies/index.ts';

/** A gateway as a subgraph meets it: keys, passports, tickets. */
export interface TestGateway {
  readonly jwks: JSONWebKeySet;
  readonly passport: (claims: PassportClaims, changes?: PassportChanges) => Promise<string>;
  readonly ticket: (claims: Omit<TicketClaims, 'document'>, document: string) => Promise<string>;
}

/** What a test falsifies in a passport. */
export interface PassportChanges {
  readonly issuer?: string;
  readonly typ?: string;
  readonly lifetimeSeconds?: number;
  readonly issuedSecondsAgo?: number;
}

/** A gateway with a key of its own. */
export async function testGateway(): Promise<TestGateway> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const sign = (typ: string, claims: object, audience: string): SignJWT =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'EdDSA', typ, kid: 'test' })
      .setAudience(audience);
  return {
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' }] },
    passport: ({ aud, ...claims }, changes = {}) => {
      const issued = Math.floor(Date.now() / 1000) - (changes.issuedSecondsAgo ?? 0);
      return sign(changes.typ ?? 'passport', claims, aud)
        .setIssuer(changes.issuer ?? 'cpz-gateway')
        .setIssuedAt(issued)
        .setExpirationTime(issued + (changes.lifetimeSeconds ?? 60))
        .sign(privateKey);
    },
    ticket: ({ aud, ...claims }, document) =>
      sign('ticket', { ...claims, document: digest(document) }, aud)
        .setIssuer('cpz-gateway')
        .setIssuedAt()
        .sign(privateKey),
  };
}

function digest(document: string): string {
  return createHash('sha256').update(document).digest('base64url');
}
