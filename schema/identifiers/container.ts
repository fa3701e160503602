/** Letters count from 10 and leave out the multiples of 11. */
function letterValue(letter: string): number {
  const position = letter.charCodeAt(0) - 65;
  return 10 + position + Math.floor((position + 9) / 10);
}

/**
 * The check digit of a container number (ISO 6346).
 * @param body three letters, `U`, `J` or `Z`, six digits
 * @throws RangeError when the body is not of that form
 */
export function containerCheckDigit(body: string): string {
  if (!/^[A-Z]{3}[UJZ]\d{6}$/.test(body))
    throw new RangeError('A container number begins with 3 letters, U, J or Z, and 6 digits.');
  const sum = [...body].reduce(
    (total, character, index) =>
      total + (index < 4 ? letterValue(character) : Number(character)) * 2 ** index,
    0,
  );
  return String((sum % 11) % 10);
}
