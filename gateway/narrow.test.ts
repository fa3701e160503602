import { serialize } from 'node:v8';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { narrow } from './narrow.ts';

test('a text is the same afterwards, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(narrow(text)).toBe(text);
    }),
  );
});

test('a text out of one with Chinese in it takes one byte a character, unless it has Chinese too', () => {
  const written = '沈阳 Enterprise.creditCode, Enterprise.名称';
  const width = (text: string): number => Math.round(serialize(text).length / text.length);
  const [name = '', other = ''] = written.slice(3).split(', ');
  expect([name, narrow(name), narrow(other)].map(width)).toEqual([2, 1, 2]);
});
