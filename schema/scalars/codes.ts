import countries from 'i18n-iso-countries';
import { type TextCheck, textScalar } from './scalar.ts';

const currencies = new Set(Intl.supportedValuesOf('currency'));

function code(
  pattern: RegExp,
  form: string,
  known: (value: string) => boolean,
  list: string,
): TextCheck {
  return (text) => {
    const value = text.trim().toUpperCase();
    if (!pattern.test(value)) return { fault: `it is not ${form}` };
    return known(value) ? { value } : { fault: `${list} does not list it` };
  };
}

/** Country or region, ISO 3166-1 alpha-2. */
export const CountryCode = textScalar({
  name: 'CountryCode',
  description: 'Country or region, ISO 3166-1 alpha-2.',
  example: 'DE',
  input: code(/^[A-Z]{2}$/, 'two letters', (value) => countries.isValid(value), 'ISO 3166-1'),
});

/** Currency, ISO 4217 alphabetic code. */
export const CurrencyCode = textScalar({
  name: 'CurrencyCode',
  description: 'Currency, ISO 4217 alphabetic code.',
  example: 'CNY',
  input: code(/^[A-Z]{3}$/, 'three letters', (value) => currencies.has(value), 'ISO 4217'),
});
