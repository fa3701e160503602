import { importJWK, SignJWT, type JWK } from 'jose';
import { issuerOf } from './keys.ts';

/** What a development token shall say. */
export interface TokenRequest {
  readonly department: string;
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
  /** Who; `<role>@<department>` unless given. */
  readonly subject?: string;
  /** Seconds until it expires. */
  readonly lifetimeSeconds: number;
}

/** The audience of every token that the gateway takes. */
const audience = 'cpz-graph';

/** A signed token of the department's development issuer (JWT, RFC 7519, EdDSA). */
export async function issueToken(key: JWK, request: TokenRequest): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const subject = request.subject ?? `${request.roles[0] ?? 'officer'}@${request.department}`;
  return new SignJWT({
    department: request.department,
    roles: request.roles,
    purposes: request.purposes,
  })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid ?? '' })
    .setIssuer(issuerOf(request.department))
    .setAudience(audience)
    .setSubject(subject)
    .setIssuedAt(now)
    .setExpirationTime(now + request.lifetimeSeconds)
    .sign(await importJWK(key, 'EdDSA'));
}
