import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { USCC } from '../../schema/scalars/uscc.ts';
import {
  airWaybillNumber,
  containerNumber,
  creditCode,
  customsCode,
  customsNumber,
  organisationCode,
  postalNumber,
} from './identifiers.ts';

test.each([
  ['organisation code', organisationCode(311), 'XX0000A12'],
  ['organisation code', organisationCode(343), 'XX0000B27'],
  ['credit code', creditCode(311, '210112', false), '91210112XX0000A12U'],
  ['credit code', creditCode(343, '210102', false), '91210102XX0000B27J'],
  ['credit code', creditCode(1, '210114', false), '91210114XX0000019M'],
  ['container', containerNumber(100_001), 'XXXU1000012'],
  ['container', containerNumber(200_002), 'XXXU2000022'],
  ['postal item', postalNumber(12_345), 'LP000123455CN'],
  ['air waybill', airWaybillNumber(1_234_567), '784-12345675'],
  ['list', customsNumber('2026', true, 17), '080120261000000017'],
])('a %s has the check digit that its standard gives', (_kind, made, expected) => {
  expect(made).toBe(expected);
});

test('every index gives a credit code that the scalar takes, and a customs code of its own', () => {
  fc.assert(
    fc.property(fc.nat(11_999), fc.nat(11_999), fc.boolean(), (one, other, isSoleTrader) => {
      const code = creditCode(one, '210112', isSoleTrader);
      expect(USCC.parseValue(code)).toBe(code);
      expect(customsCode(one, '6')).toMatch(/^\d{4}[0-9A-Z][0-9A-Z][0-9A-Z]{4}$/);
      fc.pre(one !== other);
      expect(creditCode(other, '210112', isSoleTrader)).not.toBe(code);
      expect(customsCode(other, '6')).not.toBe(customsCode(one, '6'));
    }),
  );
});
