import { usccCheckDigit, usccFormFault } from '../../schema/identifiers/uscc.ts';
import type { Words } from '../words/index.ts';

/** What was written into the search field. */
export type Sought =
  | { readonly kind: 'everything' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'code'; readonly uscc: string }
  | { readonly kind: 'wrong'; readonly text: string; readonly message: string };

const mostCharacters = 60;

/** Reads the search field: a code is told from a name by its form, and what is wrong with it is said. */
export function readSought(written: string, words: Words): Sought {
  const text = written.normalize('NFKC').trim().replaceAll(/\s+/g, ' ');
  if (text === '') return { kind: 'everything' };
  if (text.length > mostCharacters) {
    return { kind: 'wrong', text: text.slice(0, mostCharacters), message: words.search.tooLong };
  }
  const code = text.toUpperCase().replaceAll(/[\s-]/g, '');
  if (!looksLikeCode(code)) return { kind: 'name', name: text };
  const message = faultOf(code, words);
  return message === null ? { kind: 'code', uscc: code } : { kind: 'wrong', text, message };
}

/** What is wrong with a credit code, for whoever typed it; null when nothing is. */
export function faultOf(code: string, words: Words): string | null {
  if (code.length !== 18) return words.uscc.length(code.length);
  if (usccFormFault(code) !== null) {
    const position = [...code].findIndex((each) => usccFormFault(each.repeat(18)) !== null);
    return words.uscc.stranger(position + 1, code.charAt(position));
  }
  const expected = usccCheckDigit(code.slice(0, 17));
  const written = code.charAt(17);
  return written === expected ? null : words.uscc.checkDigit(written, expected);
}

/** Names hold few digits: letters and digits alone, most of them digits, are meant as a code. */
function looksLikeCode(text: string): boolean {
  if (!/^[0-9A-Z]{8,24}$/.test(text)) return false;
  return text.replaceAll(/[^0-9]/g, '').length >= text.length / 2;
}
