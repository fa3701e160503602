import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answerOf, openToy, type Toy, type ToyAnswer } from './toy.ts';

const books = {
  books: {
    typeDefs:
      'type Query { titles: [String!]! title(at: Int!): String } type Mutation { add(title: String!): String }',
    resolvers: {
      Query: {
        titles: () => ['One', 'Two'],
        title: (_: unknown, { at }: { at: number }) => `No. ${at}`,
      },
      Mutation: { add: (_: unknown, { title }: { title: string }) => title },
    },
  },
};
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const trusted = 'query Trusted($at: Int!) { title(at: $at) }';
const mutation = 'mutation { add(title: "Three") }';
const trustedDocuments = Object.fromEntries(
  [trusted, mutation].map((text) => [hashOf(text), text]),
);
const persisted = (text: string): object => ({
  persistedQuery: { version: 1, sha256Hash: hashOf(text) },
});

let toy: Toy;
let strict: Toy;
beforeAll(async () => {
  toy = await openToy(books, { trustedDocuments });
  strict = await openToy(books, { trustedDocuments, publicTrustedOnly: true });
});
afterAll(async () => {
  await toy.close();
  await strict.close();
});

async function as(department: string, subject?: string): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await toy.tokenOf(department, subject)}` };
}

async function get(parameters: Readonly<Record<string, string>>): Promise<ToyAnswer> {
  return answerOf(
    await fetch(`${toy.url}?${new URLSearchParams(parameters).toString()}`, {
      headers: { accept: 'application/graphql-response+json' },
    }),
  );
}

describe('a trusted document', () => {
  test('is run by its documentId, with variables and the name of its operation', async () => {
    const asked = { documentId: `sha256:${hashOf(trusted)}`, variables: { at: 3 } };
    expect(await toy.post(asked)).toMatchObject({ status: 200, data: { title: 'No. 3' } });
    expect(await toy.post({ ...asked, operationName: 'Trusted' })).toMatchObject({
      data: { title: 'No. 3' },
    });
    expect(await toy.post({ ...asked, operationName: 'Other' })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  test('is run by the hash of APQ, by everybody', async () => {
    const asked = { extensions: persisted(trusted), variables: { at: 1 } };
    expect(await toy.post(asked)).toMatchObject({ data: { title: 'No. 1' } });
    expect(await toy.post(asked, await as('alpha'))).toMatchObject({ data: { title: 'No. 1' } });
  });

  test('is run by GET, if it is a query', async () => {
    const variables = JSON.stringify({ at: 2 });
    expect(await get({ documentId: `sha256:${hashOf(trusted)}`, variables })).toMatchObject({
      data: { title: 'No. 2' },
    });
    const extensions = JSON.stringify(persisted(trusted));
    expect(await get({ extensions, variables })).toMatchObject({ data: { title: 'No. 2' } });
    expect(await get({ documentId: `sha256:${hashOf(mutation)}` })).toMatchObject({
      status: 400,
      code: 'BAD_USER_INPUT',
    });
  });

  test('that nobody gave is unknown, in the words that clients of APQ go by', async () => {
    const response = await fetch(toy.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ extensions: persisted('{ titles }') }),
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      errors: [
        { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } },
      ],
    });
  });

  test.each([
    ['another kind of id', { documentId: 'md5:00' }],
    ['an upper-case hash', { documentId: `sha256:${hashOf(trusted).toUpperCase()}` }],
    [
      'another version of APQ',
      { extensions: { persistedQuery: { version: 2, sha256Hash: hashOf(trusted) } } },
    ],
    [
      'two different hashes',
      { documentId: `sha256:${hashOf(trusted)}`, extensions: persisted(mutation) },
    ],
    ['a hash of another text', { query: '{ titles }', extensions: persisted(trusted) }],
    ['neither text nor hash', { extensions: { persistedQuery: null } }],
  ])('is refused under %s', async (_what, asked) => {
    expect(await toy.post(asked)).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });

  test('comes into force with the file, and stays when the file turns wrong', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'cpz-trusted-'));
    const file = path.join(folder, 'documents.json');
    await writeFile(file, '{}');
    const watching = await openToy(books, { trustedDocuments: file, watch: true });
    const asked = { documentId: `sha256:${hashOf(trusted)}`, variables: { at: 3 } };
    try {
      expect(await watching.post(asked)).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
      await writeFile(file, JSON.stringify(trustedDocuments));
      for (let tries = 0; tries < 50; tries += 1) {
        if ((await watching.post(asked)).code === undefined) break;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(await watching.post(asked)).toMatchObject({ data: { title: 'No. 3' } });
      await writeFile(file, '{"00": "{ titles }"}');
      expect(await watching.gateway.reload()).toBe(false);
      expect(await watching.post(asked)).toMatchObject({ data: { title: 'No. 3' } });
    } finally {
      await watching.close();
      await rm(folder, { recursive: true });
    }
  });

  test('with another text than its hash says keeps the gateway from starting', async () => {
    await expect(
      openToy(books, { trustedDocuments: { [hashOf(trusted)]: '{ titles }' } }),
    ).rejects.toThrow('has another text than its hash says');
  });
});

describe('a document registered by APQ', () => {
  const own = 'query Own { titles }';
  const register = { query: own, extensions: persisted(own) };
  const byHash = { extensions: persisted(own) };

  test('is found by the principal that registered it, and by no other', async () => {
    const ada = await as('alpha', 'ada');
    expect(await toy.post(byHash, ada)).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
    expect(await toy.post(register, ada)).toMatchObject({ data: { titles: ['One', 'Two'] } });
    expect(await toy.post(byHash, ada)).toMatchObject({ data: { titles: ['One', 'Two'] } });
    const others = [await as('alpha', 'bob'), await as('beta', 'ada'), {}];
    for (const other of others) {
      expect(await toy.post(byHash, other)).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
    }
  });

  test('stays registered when another fills what it may keep', async () => {
    const [ada, bob] = [await as('alpha', 'ada'), await as('alpha', 'bob')];
    await toy.post(register, ada);
    const first = 'query First { titles }';
    await toy.post({ query: first, extensions: persisted(first) }, bob);
    for (let count = 0; count < 210; count += 1) {
      // Registered before it is read: what it says does not matter.
      const query = `# ${count}`;
      await toy.post({ query, extensions: persisted(query) }, bob);
    }
    expect(await toy.post({ extensions: persisted(first) }, bob)).toMatchObject({
      code: 'PERSISTED_QUERY_NOT_FOUND',
    });
    expect(await toy.post(byHash, ada)).toMatchObject({ data: { titles: ['One', 'Two'] } });
  });

  test('is run for the public and not kept', async () => {
    expect(await toy.post(register)).toMatchObject({ data: { titles: ['One', 'Two'] } });
    expect(await toy.post(byHash)).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
  });
});

describe('where the public may run trusted documents only', () => {
  test('it runs those, by hash or by text', async () => {
    const variables = { at: 1 };
    const answers = [
      await strict.post({ documentId: `sha256:${hashOf(trusted)}`, variables }),
      await strict.post({ query: trusted, variables }),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ data: { title: 'No. 1' } });
  });

  test.each([
    ['a text', { query: '{ titles }' }],
    ['a text and its hash', { query: '{ titles }', extensions: persisted('{ titles }') }],
    ['introspection', { query: '{ __schema { types { name } } }' }],
  ])('it is refused %s', async (_what, asked) => {
    expect(await strict.post(asked)).toMatchObject({ status: 403, code: 'DOCUMENT_NOT_TRUSTED' });
  });

  test('departments run what they like', async () => {
    const headers = { authorization: `Bearer ${await strict.tokenOf('alpha')}` };
    expect(await strict.post({ query: '{ titles }' }, headers)).toMatchObject({
      data: { titles: ['One', 'Two'] },
    });
  });
});
