import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maskFunction } from './index.ts';

const context = { department: 'west', purpose: 'REVIEW', key: 'a key' };
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.stringMatching(/^[省市区县旗东西南北]{0,30}$/),
  fc.stringMatching(/^\d{0,20}$/),
);
const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.stringMatching(/^(\.\d{1,4})?$/))
  .map(([whole, rest]) => `${String(whole)}${rest}`);
const day = fc
  .date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
  .chain((date) => fc.constantFrom(date.toISOString(), date.toISOString().slice(0, 10)));
const whole = fc.integer();

const fitting: readonly (readonly [string, fc.Arbitrary<unknown>])[] = [
  ['first(3)', text],
  ['last-four', text],
  ['name', text],
  ['phone', text],
  ['district', text],
  ['pseudonym', text],
  ['month', day],
  ['year', day],
  ['band(1000)', fc.oneof(amount, whole)],
  ['band(0.5,10,2500.25)', fc.oneof(amount, whole)],
  ['round(100)', fc.oneof(amount, whole)],
  ['round(0.25)', amount],
  ['null', fc.oneof(text, amount, whole)],
];

describe.each(fitting)('the mask %s', (name, values) => {
  const mask = maskFunction(name, context);

  test('masks nothing further when it masks again', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(mask(mask(value))).toEqual(mask(value));
      }),
    );
  });

  test('keeps the type of the value', () => {
    fc.assert(
      fc.property(values, (value) => {
        const masked = mask(value);
        expect(masked === null || typeof masked === typeof value).toBe(true);
      }),
    );
  });
});

const readme = await readFile(new URL('./README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/^\| `([^`]+)` \| `([^`]+)` \| (.+?) \|$/gm)].map(
  ([, name = '', value = '', gives = '']) => ({ name, value, gives }),
);

describe('the examples of the README', () => {
  test('speak of every mask', () => {
    const named = new Set(examples.map(({ name }) => name.replace(/\(.*/, '')));
    const known = new Set(fitting.map(([name]) => name.replace(/\(.*/, '')));
    expect(named).toEqual(known);
  });

  test.each(examples)('$name of $value gives $gives', ({ name, value, gives }) => {
    const masked = maskFunction(name, context)(value);
    if (name === 'pseudonym') expect(masked).toMatch(/^p[\w-]{33}$/);
    else
      expect(masked === null ? 'nothing' : `\`${typeof masked === 'string' ? masked : ''}\``).toBe(
        gives,
      );
  });
});
