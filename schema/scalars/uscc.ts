import { usccCheckDigit, usccFormFault } from '../identifiers/uscc.ts';
import { type TextCheck, textScalar } from './scalar.ts';

const normal = (text: string): string => text.trim().normalize('NFKC').toUpperCase();

const input: TextCheck = (text) => {
  const value = normal(text);
  const fault = usccFormFault(value);
  if (fault !== null) return { fault };
  const check = usccCheckDigit(value.slice(0, 17));
  return value.endsWith(check) ? { value } : { fault: `its check digit should be ${check}` };
};

/** Some codes issued early fail the check digit and are lawful: what is stored is served, what is typed is checked. */
const output: TextCheck = (text) => {
  const fault = usccFormFault(text);
  return fault === null ? { value: text } : { fault };
};

/** Unified social credit code, GB 32100-2015. */
export const USCC = textScalar({
  name: 'USCC',
  description:
    'Unified social credit code (统一社会信用代码) of GB 32100-2015: 18 characters, the last a check digit.',
  example: '91210112XX0000A12U',
  input,
  output,
});
