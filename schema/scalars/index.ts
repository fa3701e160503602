import type { GraphQLScalarType } from 'graphql';
import { CountryCode, CurrencyCode } from './codes.ts';
import { Decimal, Money } from './decimal.ts';
import { HSCode } from './hs-code.ts';
import { CalendarDate, Instant } from './time.ts';
import { USCC } from './uscc.ts';

/** Every scalar of the contracts, by its name in SDL. */
export const scalars: Readonly<Record<string, GraphQLScalarType>> = {
  CountryCode,
  CurrencyCode,
  Date: CalendarDate,
  Decimal,
  HSCode,
  Instant,
  Money,
  USCC,
};
