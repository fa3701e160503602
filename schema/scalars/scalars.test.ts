import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { airWaybillCheckDigit } from '../identifiers/air-waybill.ts';
import { containerCheckDigit } from '../identifiers/container.ts';
import { organisationCheckDigit } from '../identifiers/organisation-code.ts';
import { postalCheckDigit } from '../identifiers/postal-item.ts';
import { usccCheckDigit } from '../identifiers/uscc.ts';
import { scalars } from './index.ts';

function parse(name: string, value: unknown): unknown {
  const scalar = scalars[name];
  if (scalar === undefined) throw new Error(`There is no scalar ${name}.`);
  return scalar.parseValue(value);
}

describe('scalars', () => {
  test.each([
    ['USCC', '91210112XX0000A12U', '91210112XX0000A12U'],
    ['USCC', ' 91210102xx0000b27j ', '91210102XX0000B27J'],
    ['HSCode', '8542310000', '8542310000'],
    ['Money', '1280.50', '1280.50'],
    ['Date', '2026-02-28', '2026-02-28'],
    ['Instant', '2025-06-18T02:30:00Z', '2025-06-18T02:30:00Z'],
    ['CountryCode', 'DE', 'DE'],
    ['CurrencyCode', 'CNY', 'CNY'],
    ['Decimal', '0.125', '0.125'],
  ])('%s takes %j', (name, given, value) => {
    expect(parse(name, given)).toBe(value);
  });

  test.each([
    ['USCC', '91210112XX0000A12T', 'check'],
    ['USCC', '91210112XX0000A12', '17 characters'],
    ['USCC', '91210112XI0000A12U', '"I"'],
    ['HSCode', '7754310000', '77'],
    ['Money', '12,50', ''],
    ['Money', 12.5, 'must be a string'],
    ['Date', '2026-02-29', ''],
    ['Date', '18.06.2025', ''],
    ['Instant', '2025-06-18 02:30', ''],
    ['CountryCode', 'XX', ''],
    ['CurrencyCode', 'RMB', ''],
    ['Decimal', '1e3', ''],
  ])('%s refuses %j and says why', (name, given, why) => {
    let message = '';
    try {
      parse(name, given);
    } catch (error) {
      expect(error).toBeInstanceOf(GraphQLError);
      message = error instanceof Error ? error.message : '';
    }
    expect(message).toContain(`${name} cannot be`);
    expect(message).toContain('A right value is');
    expect(message).toContain(why);
  });

  test('a message never quotes more than a little of what was given', () => {
    expect(() => parse('USCC', 'x'.repeat(10_000))).toThrow(/^.{0,300}$/);
  });
});

describe('check digits', () => {
  test.each([
    ['91210112XX0000A12U', usccCheckDigit, 17],
    ['91210114XX0000019M', usccCheckDigit, 17],
    ['91210103XX00YTRQXF', usccCheckDigit, 17],
    ['CSQU3054383', containerCheckDigit, 10],
    ['XXXU1000012', containerCheckDigit, 10],
    ['XXXJ3000035', containerCheckDigit, 10],
  ])('of %s is its last character', (code, digit, length) => {
    expect(digit(code.slice(0, length))).toBe(code.slice(length));
  });

  test('of organisation codes, postal items and air waybills', () => {
    expect(organisationCheckDigit('XX0000A1')).toBe('2');
    expect(organisationCheckDigit('XX00YTRQ')).toBe('X');
    expect(postalCheckDigit('47312482')).toBe('9');
    expect(postalCheckDigit('00012345')).toBe('5');
    expect(airWaybillCheckDigit('1234567')).toBe('5');
  });

  test('of a credit code finds every wrong character', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    const body = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 17, maxLength: 17 });
    fc.assert(
      fc.property(body, fc.nat(16), fc.constantFrom(...alphabet), (text, at, other) => {
        fc.pre(text.charAt(at) !== other);
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        expect(usccCheckDigit(changed)).not.toBe(usccCheckDigit(text));
      }),
    );
  });
});
