import { type TextCheck, textScalar } from './scalar.ts';

function decimal(maxFraction: number): TextCheck {
  return (text) => {
    const value = text.trim();
    if (!/^-?\d{1,20}(\.\d+)?$/.test(value))
      return { fault: 'it is not a decimal number of at most 20 digits before the point' };
    const fraction = value.split('.')[1]?.length ?? 0;
    return fraction > maxFraction
      ? { fault: `it has ${fraction} decimals, at most ${maxFraction} are kept` }
      : { value };
  };
}

/** A decimal amount of money as a string; its currency stands beside it. */
export const Money = textScalar({
  name: 'Money',
  description:
    'A decimal amount of money as a string, such as `1280.50`; its currency stands beside it.',
  example: '1280.50',
  input: decimal(4),
});

/** An exact decimal number as a string. */
export const Decimal = textScalar({
  name: 'Decimal',
  description: 'A decimal number as a string, exact: a rate, a weight in kilograms, a ratio.',
  example: '0.1275',
  input: decimal(10),
});
