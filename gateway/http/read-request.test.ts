import { describe, expect, test } from '@jest/globals';
import { readPost } from './read-request.ts';

function read(body: object): unknown {
  return readPost(JSON.parse(JSON.stringify(body)), 1);
}

const plain = {
  method: 'POST',
  query: '{ a }',
  documentHash: null,
  operationName: null,
  variables: {},
};

describe('a request sent by POST', () => {
  test.each([
    [{ query: '{ a }' }, plain],
    [{ query: '{ a }', operationName: null, variables: null, extensions: null }, plain],
    [{ query: '{ a }', operationName: '' }, plain],
    [
      { query: '{ a }', note: 'members that GraphQL does not know are none of its business' },
      plain,
    ],
    [
      { variables: { id: [1, null] }, operationName: 'A', query: '{ a }' },
      { ...plain, operationName: 'A', variables: { id: [1, null] } },
    ],
    [
      { query: '{ a }', documentId: `sha256:${'0'.repeat(64)}` },
      { ...plain, documentHash: '0'.repeat(64) },
    ],
    [
      { query: '', extensions: { persistedQuery: { version: 1, sha256Hash: 'f'.repeat(64) } } },
      { ...plain, query: null, documentHash: 'f'.repeat(64) },
    ],
  ])('is read: %j', (body, expected) => {
    expect(read(body)).toEqual(expected);
  });

  test.each([
    [{}, 'it has no "query"'],
    [[], 'The body is a list'],
    [{ query: '' }, 'its "query" is empty'],
    [{ query: 7 }, 'query: '],
    [{ query: '{ a }', variables: [] }, 'variables: '],
    [{ query: '{ a }', variables: 'x' }, 'variables: '],
    [{ query: '{ a }', operationName: 7 }, 'operationName: '],
    [{ query: '{ a }', extensions: { persistedQuery: { version: 2 } } }, 'only version 1'],
  ])('is refused, with what is wrong: %j', (body, why) => {
    expect(() => read(body)).toThrow(why);
  });
});
