const isNarrow = /^[\0-\xff]*$/;

/**
 * The same text with one byte a character, where that does. V8 gives two to every part of a text that needs them
 * somewhere, such as a name out of a file with Chinese in it, and to whatever such a part is joined to: what is made once
 * and sent often would make all of each request twice as long.
 */
export function narrow(text: string): string {
  return isNarrow.test(text) ? Buffer.from(text, 'latin1').toString('latin1') : text;
}
