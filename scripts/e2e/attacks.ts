import { describe, expect, test } from '@jest/globals';
import { generateKeyPair, importJWK, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { issuerOf } from '../development/keys.ts';
import { samples } from '../development/samples.ts';
import type { House } from './house.ts';

const { ebpCode, orderNo, uscc } = samples();

/** What a forger changes in a token. */
interface Forged {
  readonly signer?: string;
  readonly issuer?: string;
  readonly department?: string;
  readonly audience?: string;
  readonly expiresIn?: number;
  readonly kid?: string | null;
  readonly key?: Awaited<ReturnType<typeof importJWK>>;
}

/** Forged tokens, stolen passports and arguments that infer, tried on a house that stands. */
export function attacksTests(houseOf: () => House): void {
  async function forge(changes: Forged): Promise<string> {
    const jwk: JWK = await houseOf().keys.issuerKey(changes.signer ?? 'tax');
    const now = Math.floor(Date.now() / 1000);
    const kid = changes.kid === undefined ? jwk.kid : changes.kid;
    return new SignJWT({
      department: changes.department ?? 'tax',
      roles: ['analyst'],
      purposes: ['REFUND_REVIEW'],
    })
      .setProtectedHeader({ alg: 'EdDSA', ...(kid == null ? {} : { kid }) })
      .setIssuer(changes.issuer ?? issuerOf('tax'))
      .setAudience(changes.audience ?? 'cpz-graph')
      .setSubject('mallory')
      .setIssuedAt(now - 100)
      .setExpirationTime(now + (changes.expiresIn ?? 60))
      .sign(changes.key ?? (await importJWK(jwk, 'EdDSA')));
  }

  async function codeOf(token: string): Promise<unknown> {
    const before = houseOf().asked.length;
    const answer = await houseOf().ask('{ parks { code } }', { token });
    expect(answer.status).toBe(401);
    expect(answer.data).toBeNull();
    expect(houseOf().asked.length).toBe(before);
    return answer.errors[0]?.extensions.code;
  }

  describe('a token', () => {
    test('of the tax issuer is taken for tax', async () => {
      const answer = await houseOf().ask('{ parks { code } }', { token: await forge({}) });
      expect(answer.errors).toEqual([]);
    });

    test('of the tax issuer that claims to be customs is refused', async () => {
      expect(await codeOf(await forge({ department: 'customs' }))).toBe('UNAUTHENTICATED');
    });

    test('signed by tax in the name of the customs issuer is refused', async () => {
      const token = await forge({ issuer: issuerOf('customs'), department: 'customs' });
      expect(await codeOf(token)).toBe('UNAUTHENTICATED');
    });

    test('without a signature (alg: none) is refused', async () => {
      const token = new UnsecuredJWT({ department: 'tax', roles: [], purposes: ['REFUND_REVIEW'] })
        .setIssuer(issuerOf('tax'))
        .setAudience('cpz-graph')
        .setSubject('mallory')
        .setIssuedAt()
        .setExpirationTime('1 m')
        .encode();
      expect(await codeOf(token)).toBe('UNAUTHENTICATED');
    });

    test.each([
      ['for another audience', { audience: 'another-graph' }],
      ['that has expired', { expiresIn: -60 }],
      ['that names no key', { kid: null }],
      ['of an unknown key', { kid: 'unknown' }],
      ['of an issuer that nobody registered', { issuer: 'urn:cpz:development:nobody' }],
    ] satisfies [string, Forged][])('%s is refused', async (_what, changes) => {
      expect(await codeOf(await forge(changes))).toBe('UNAUTHENTICATED');
    });

    test("signed with a key that is not the issuer's is refused", async () => {
      const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
      expect(await codeOf(await forge({ key: privateKey }))).toBe('UNAUTHENTICATED');
    });

    test('that is no token at all is refused', async () => {
      expect(await codeOf('not.a.token')).toBe('UNAUTHENTICATED');
    });
  });

  describe('a purpose', () => {
    test('must be named when the token carries several', async () => {
      const answer = await houseOf().ask('{ parks { code } }', { department: 'tax' });
      expect(answer.status).toBe(403);
      expect(answer.errors[0]?.extensions.code).toBe('PURPOSE_REQUIRED');
      expect(answer.errors[0]?.message).toContain('REFUND_REVIEW');
    });

    test('that the token does not carry is refused', async () => {
      const answer = await houseOf().ask('{ parks { code } }', {
        department: 'tax',
        purpose: 'RISK_ANALYSIS',
      });
      expect(answer.errors[0]?.extensions.code).toBe('PURPOSE_REQUIRED');
    });
  });

  describe('a subgraph', () => {
    const query = JSON.stringify({
      query: `{ enterprise(uscc: "${uscc}") { legalRepresentative } }`,
    });

    async function direct(
      subgraph: string,
      headers: Readonly<Record<string, string>>,
      body = query,
    ): Promise<{ status: number; text: string }> {
      const response = await fetch(houseOf().urls[subgraph] ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      return { status: response.status, text: await response.text() };
    }

    test('answers nobody who comes straight to it', async () => {
      const { status, text } = await direct('commerce', {});
      expect(status).toBe(401);
      expect(text).toContain('UNAUTHENTICATED');
      expect(text).not.toContain('"data"');
    });

    test("answers no bearer of a department's token", async () => {
      const token = await forge({});
      const { status } = await direct('commerce', {
        authorization: `Bearer ${token}`,
        'gateway-passport': token,
      });
      expect(status).toBe(401);
    });

    test('refuses a passport that was made for another subgraph', async () => {
      const seen = await captured();
      const { status, text } = await direct('commerce', { 'gateway-passport': seen.tax });
      expect(status).toBe(401);
      expect(text).toContain('ERR_JWT_CLAIM_VALIDATION_FAILED');
    });

    test('answers the bearer of its own passport no more than agreements give', async () => {
      const seen = await captured();
      const refused = await direct('commerce', { 'gateway-passport': seen.commerce });
      expect(refused.text).toContain('POLICY_DENIED');
      expect(refused.text).not.toContain('"legalRepresentative":"');
      const given = await direct(
        'commerce',
        { 'gateway-passport': seen.commerce },
        JSON.stringify({ query: `{ enterprise(uscc: "${uscc}") { name } }` }),
      );
      expect(given.text).toContain('有限公司');
    });

    test('masks for the bearer of a passport what the gateway would mask', async () => {
      const seen = await captured();
      const { text } = await direct(
        'commerce',
        { 'gateway-passport': seen.commerce },
        JSON.stringify({
          query: `{ order(ebpCode: "${ebpCode}", orderNo: "${orderNo}") { actualPaid } }`,
        }),
      );
      expect(text).toMatch(/"actualPaid":"\d*0(00)?\.00"/);
    });

    /** Passports as the gateway shows them, taken on their way. */
    async function captured(): Promise<{ readonly commerce: string; readonly tax: string }> {
      await houseOf().ask(
        `{ order(ebpCode: "${ebpCode}", orderNo: "${orderNo}") { seller { refundClass } } }`,
        { department: 'tax', purpose: 'REFUND_CLASSIFICATION' },
      );
      const passports = Object.fromEntries(
        houseOf().asked.map(({ subgraph, passport }) => [subgraph, passport]),
      );
      return { commerce: passports.commerce ?? '', tax: passports.tax ?? '' };
    }
  });

  describe('an argument', () => {
    test('that lets a caller infer what is masked is refused before anything is fetched', async () => {
      const before = houseOf().asked.length;
      const answer = await houseOf().ask(
        'query ($filter: OrderFilter) { orders(filter: $filter) { totalCount } }',
        {
          department: 'tax',
          purpose: 'REFUND_REVIEW',
          variables: { filter: { minActualPaid: '10.00' } },
        },
      );
      expect(answer.errors).toEqual([]);
      const refused = await houseOf().ask(
        'query ($filter: DeclarationFilter) { declarations(filter: $filter) { totalCount } }',
        {
          department: 'commerce',
          purpose: 'JOINT_SUPERVISION',
          variables: { filter: { minDeclaredValue: '10.00' } },
        },
      );
      expect(houseOf().asked.length).toBe(before + 1);
      expect(refused.data?.declarations ?? null).toBeNull();
    });
  });

  describe('one subgraph down', () => {
    test('leaves a partial answer that names it and nothing more', async () => {
      const alone = await houseOf().beside({ urls: { tax: 'http://127.0.0.1:9/graphql' } });
      try {
        const answer = await alone.ask(`{ enterprise(uscc: "${uscc}") { name taxGradeAYear } }`);
        expect(answer.data).toMatchObject({ enterprise: { taxGradeAYear: null } });
        expect(answer.errors[0]?.extensions).toMatchObject({ subgraph: 'tax' });
        expect(JSON.stringify(answer.errors)).not.toContain('127.0.0.1');
      } finally {
        await alone.close();
      }
    });
  });
}
