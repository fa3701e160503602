import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { composeForTest } from '../../gateway/execution/testing/compose.ts';
import { startSubgraph, type TestSubgraph } from '../../gateway/execution/testing/subgraph.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../../gateway/gateway.ts';
import { developmentKeys } from '../development/keys.ts';

const open = fileURLToPath(new URL('../../policies/examples/open', import.meta.url));

let folder: string;
let subgraphs: TestSubgraph[];
let options: GatewayOptions;
let gateway: Gateway;
let audit: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpz-open-'));
  subgraphs = [
    await startSubgraph(
      'books',
      `extend schema
         @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@composeDirective"])
         @link(url: "https://spec.graphql.org/oneOf/v1.0", import: ["@oneOf"])
         @composeDirective(name: "@oneOf")
       directive @oneOf on INPUT_OBJECT
       type Book @key(fields: "isbn") { isbn: ID! title: String }
       type Size @shareable { pages: Int }
       input By @oneOf { isbn: ID title: String }
       type Query { books(first: Int): [Book!]! size: Size find(by: By!): String }`,
      {
        Query: {
          books: () => [{ isbn: '1', title: 'One' }],
          size: () => ({ pages: 100 }),
          find: (_: unknown, { by }: { readonly by: unknown }) => JSON.stringify(by),
        },
      },
    ),
    await startSubgraph(
      'ratings',
      'type Book @key(fields: "isbn") { isbn: ID! stars: Int size: Size } type Size @shareable { pages: Int }',
      {
        Book: {
          __resolveReference: ({ isbn }: { isbn: string }) => ({
            isbn,
            stars: 5,
            size: { pages: 200 },
          }),
        },
      },
    ),
  ];
  const supergraph = path.join(folder, 'supergraph.graphql');
  await writeFile(supergraph, composeForTest(subgraphs));
  const keys = await developmentKeys(folder, []);
  audit = path.join(folder, 'audit');
  options = {
    supergraph,
    policies: open,
    trust: { kind: 'signed', officers: null },
    issuers: keys.issuersFile,
    key: keys.passportKeyFile,
    pseudonymKey: keys.pseudonymKey,
    audit,
    port: 0,
    complexity: { depth: 4, aliases: 5, rootFields: 6, fields: 30, tokens: 200 },
    deadlineMs: 3_000,
  };
  gateway = await startGateway(options);
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(subgraphs.map((each) => each.close()));
  await rm(folder, { recursive: true, force: true });
});

function send(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

async function ask(query: string): Promise<{ status: number; text: string; code: unknown }> {
  const response = await send(JSON.stringify({ query }), {
    accept: 'application/graphql-response+json',
  });
  const text = await response.text();
  const { errors } = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] };
  return { status: response.status, text, code: errors?.[0]?.extensions?.code };
}

describe("anybody's supergraph, under two short policy files", () => {
  test('is answered for everybody', async () => {
    const { status, text } = await ask('{ books { isbn title stars } }');
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({ data: { books: [{ isbn: '1', title: 'One', stars: 5 }] } });
  });

  test('is answered where several subgraphs share a type, too', async () => {
    const { text } = await ask('{ size { pages } books { size { pages } } }');
    expect(JSON.parse(text)).toEqual({
      data: { size: { pages: 100 }, books: [{ size: { pages: 200 } }] },
    });
  });

  test('has @oneOf held at the gateway, where the supergraph carries it', async () => {
    const asked = async (by: unknown): Promise<string> => {
      const query = 'query ($by: By!) { find(by: $by) }';
      return (await send(JSON.stringify({ query, variables: { by } }))).text();
    };
    const before = subgraphs[0]?.seen.length;
    expect(await asked({ isbn: '1', title: 'One' })).toContain('Exactly one key must be specified');
    expect(await asked({ isbn: null })).toContain('must be non-null');
    expect(await asked({})).toContain('Exactly one key must be specified');
    expect((await ask('{ find(by: { isbn: "1", title: "One" }) }')).code).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
    expect(subgraphs[0]?.seen).toHaveLength(before ?? 0);
    expect(await asked({ title: 'One' })).toBe('{"data":{"find":"{\\"title\\":\\"One\\"}"}}');
    const { text } = await ask('{ __type(name: "By") { isOneOf } }');
    expect(JSON.parse(text)).toEqual({ data: { __type: { isOneOf: true } } });
  });

  test('is on record all the same', async () => {
    await ask('query Named { books { title } }');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const [file] = await readdir(audit);
    const lines = (await readFile(path.join(audit, file ?? ''), 'utf8')).trimEnd().split('\n');
    const last = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
    expect(last).toMatchObject({
      department: null,
      outcome: 'ANSWERED',
      operation: { name: 'Named' },
    });
    expect(last.index).toBe(lines.length - 1);
  });
});

describe('a start that fails says what is wrong', () => {
  test.each<[string, Partial<GatewayOptions>, RegExp]>([
    [
      'an address for a subgraph that there is not',
      { urls: { films: 'http://127.0.0.1:1/' } },
      /no subgraph "films" .* It has: books, ratings\./,
    ],
    [
      'an address that is none of HTTP',
      { urls: { books: 'ftp://127.0.0.1/' } },
      /"books" has the address "ftp:\/\/127\.0\.0\.1\/"/,
    ],
    ['trusted documents that are not there', { trustedDocuments: 'nowhere.json' }, /nowhere\.json/],
  ])('%s', async (_what, wrong, message) => {
    const starting = startGateway({ ...options, ...wrong, audit: path.join(folder, 'other') });
    await expect(starting).rejects.toThrow(message);
  });

  test('a supergraph that is none of Federation 2, or no GraphQL, and where', async () => {
    const supergraph = path.join(folder, 'plain.graphql');
    const starting = async (text: string): Promise<unknown> => {
      await writeFile(supergraph, text);
      return startGateway({ ...options, supergraph, audit: path.join(folder, 'other') });
    };
    await expect(starting('type Query { a: Int }')).rejects.toThrow(/none of Federation 2/);
    await expect(starting('type Query {\n  a Int }')).rejects.toThrow(/plain\.graphql:2:5 {2}/);
  });
});

describe('limits', () => {
  const many = (count: number, each: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => each(index)).join(' ');

  test.each([
    ['tokens', `{ books { ${many(250, () => 'title')} } }`],
    ['aliases', `{ books { ${many(6, (index) => `a${index}: title`)} } }`],
    ['root fields', `{ ${many(7, () => 'books { title }')} }`],
    ['depth', '{ __schema { types { fields { type { ofType { ofType { name } } } } } } }'],
    [
      'fragments that fan out',
      `{ books { ...a } } fragment a on Book { ...b ...b ...b ...b } fragment b on Book { ...c ...c ...c ...c } fragment c on Book { title isbn }`,
    ],
  ])('refuse an operation with too many %s', async (_what, query) => {
    expect(await ask(query)).toMatchObject({ status: 400, code: 'OPERATION_TOO_COMPLEX' });
  });

  test('refuse a body that is too large', async () => {
    const response = await send(
      JSON.stringify({ query: `{ books { title } } #${'x'.repeat(600_000)}` }),
    );
    expect(response.status).toBe(413);
  });
});

describe('GraphQL over HTTP', () => {
  test.each([
    ['no JSON', '{', 400],
    ['no query', '{}', 400],
    ['a batch', '[{"query":"{ books { title } }"}]', 400],
  ])('%s is refused', async (_what, body, status) => {
    const response = await send(body, { accept: 'application/graphql-response+json' });
    expect(response.status).toBe(status);
    expect(await response.text()).toContain('BAD_USER_INPUT');
  });

  test('a form cannot be posted by another site', async () => {
    const response = await send('query={books{title}}', { 'content-type': 'text/plain' });
    expect(response.status).toBe(415);
  });

  test('GET answers a query and carries no mutation', async () => {
    const url = `${gateway.url}/graphql?query=${encodeURIComponent('{ books { title } }')}`;
    const response = await fetch(url);
    expect(await response.json()).toEqual({ data: { books: [{ title: 'One' }] } });
  });

  test('application/json answers a faulty document with 200, the other media type with 400', async () => {
    const body = JSON.stringify({ query: '{ nothing }' });
    const legacy = await send(body, { accept: 'application/json' });
    expect(legacy.status).toBe(200);
    const modern = await send(body, { accept: 'application/graphql-response+json' });
    expect(modern.status).toBe(400);
    expect(modern.headers.get('content-type')).toContain('application/graphql-response+json');
  });

  test('a variable of another type is named', async () => {
    const response = await send(
      JSON.stringify({
        query: 'query ($first: Int) { books(first: $first) { title } }',
        variables: { first: 'many' },
      }),
    );
    expect(await response.text()).toContain('Variable \\"$first\\" got invalid value');
  });

  test('keys, health and metrics are served', async () => {
    const jwks = (await (await fetch(`${gateway.url}/.well-known/jwks.json`)).json()) as {
      keys: Record<string, unknown>[];
    };
    expect(jwks.keys[0]).toMatchObject({ kty: 'OKP', crv: 'Ed25519' });
    expect(jwks.keys[0]).not.toHaveProperty('d');
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).toContain('cpz_requests_total');
  });
});
