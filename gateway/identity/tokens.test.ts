import { describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createTokenVerifier, type TokenVerifier } from './tokens.ts';

const [issuer, audience] = ['https://issuer.example', 'graph'];
const { privateKey, publicKey } = await generateKeyPair('EdDSA');

async function verifier(): Promise<TokenVerifier> {
  const key = { ...(await exportJWK(publicKey)), kid: 'a', alg: 'EdDSA' };
  return createTokenVerifier([{ issuer, department: 'tax', jwks: { keys: [key] } }], audience);
}

/** A token that ends so many seconds from now. */
function token(seconds: number): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ department: 'tax' })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'a' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('somebody')
    .setIssuedAt(now - 60)
    .setExpirationTime(now + seconds)
    .sign(privateKey);
}

describe('a token that was verified', () => {
  test('is known as it is usually written', async () => {
    const tokens = await verifier();
    const authorization = `Bearer ${await token(60)}`;
    expect(tokens.known(authorization)).toBeNull();
    const bearer = await tokens.verify(authorization);
    expect(bearer).toMatchObject({ subject: 'somebody', department: 'tax' });
    expect(tokens.known(authorization)).toBe(bearer);
  });

  test('is not kept in every other way of writing it, or one could push out all', async () => {
    const tokens = await verifier();
    const written = await token(60);
    for (const authorization of [`bearer ${written}`, `Bearer   ${written}`]) {
      expect(await tokens.verify(authorization)).toMatchObject({ subject: 'somebody' });
      expect(tokens.known(authorization)).toBeNull();
    }
  });

  test('holds as long when it is known as when it is verified, within what clocks may differ', async () => {
    const tokens = await verifier();
    const late = `Bearer ${await token(-2)}`;
    await tokens.verify(late);
    expect(tokens.known(late)).toMatchObject({ subject: 'somebody' });
    await expect(tokens.verify(`Bearer ${await token(-7)}`)).rejects.toThrow('has expired');
  });
});
