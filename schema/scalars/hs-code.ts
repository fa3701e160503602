import { type TextCheck, textScalar } from './scalar.ts';

const input: TextCheck = (text) => {
  const value = text.trim();
  if (!/^\d+$/.test(value)) return { fault: 'it has other characters than digits' };
  if (![6, 8, 10].includes(value.length))
    return { fault: `it has ${value.length} digits instead of 6, 8 or 10` };
  const chapter = Number(value.slice(0, 2));
  if (chapter < 1 || chapter > 97 || chapter === 77)
    return { fault: `the tariff has no chapter ${value.slice(0, 2)}` };
  return { value };
};

/** Tariff code: 6, 8 or 10 digits, chapters 01 to 97 without 77. */
export const HSCode = textScalar({
  name: 'HSCode',
  description:
    'Tariff code: 6 digits of the Harmonized System, 8 with the national digits, 10 as used in declarations.',
  example: '8517130000',
  input,
});
