const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;

/**
 * The check digit of a unified social credit code (GB 32100-2015, ISO 7064 style with modulus 31).
 * @param body the first 17 characters, without I, O, S, V, Z
 * @throws RangeError when the body is not of that form
 */
export function usccCheckDigit(body: string): string {
  if (body.length !== 17) throw new RangeError('The body of a credit code has 17 characters.');
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    const value = alphabet.indexOf(body.charAt(index));
    if (value < 0) throw new RangeError(`"${body.charAt(index)}" does not occur in a credit code.`);
    sum += value * weight;
  }
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

/** What is wrong with the form of a code, apart from its check digit; null when nothing is. */
export function usccFormFault(code: string): string | null {
  if (code.length !== 18) return `it has ${code.length} characters instead of 18`;
  const stranger = [...code].findIndex((character) => !alphabet.includes(character));
  return stranger < 0
    ? null
    : `character ${stranger + 1}, "${code.charAt(stranger)}", does not occur in a credit code`;
}
