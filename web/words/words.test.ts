import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { buildSchema, isEnumType, parse, validate } from 'graphql';
import { documents } from '../documents/index.ts';
import { dictionary } from '../downloads/dictionary.ts';
import { languages } from '../language.ts';
import { meaningOf } from './fields.ts';
import { type Codes, nameOfCode, valuesOf } from './index.ts';

const contract = buildSchema(
  readFileSync(new URL('../../schema/generated/public.graphql', import.meta.url), 'utf8'),
);
const codes = [
  'EnterpriseStatus',
  'EnterpriseCategory',
  'Ownership',
  'CustomsCreditCategory',
  'PenaltyKind',
  'CreditSeverity',
  'NegativeListType',
  'NegativeListState',
  'CreditRequestKind',
  'CreditRequestState',
] as const satisfies readonly (keyof Codes)[];

describe('the public contract', () => {
  test.each(Object.entries(documents))(
    'has everything that the document %s asks for',
    (_, { text }) => {
      expect(validate(contract, parse(text))).toEqual([]);
    },
  );

  test.each(codes)('has no value of %s without a name in each language', (code) => {
    const type = contract.getType(code);
    const values = isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
    expect([...valuesOf(code)].sort()).toEqual([...values].sort());
    for (const language of languages) {
      for (const value of values) expect(nameOfCode(language, code, value)).not.toBe(value);
    }
  });
});

test('the data dictionary says what each field of a file means', () => {
  const fields = dictionary().map(({ path }) => path);
  expect(fields.length).toBeGreaterThan(40);
  for (const language of languages) {
    expect(fields.filter((path) => meaningOf(language, path) === null)).toEqual([]);
  }
});
