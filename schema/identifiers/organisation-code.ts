const weights = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/**
 * The check character of an organisation code (GB 11714).
 * @param body 8 characters of `0-9A-Z`
 * @throws RangeError when the body is not of that form
 */
export function organisationCheckDigit(body: string): string {
  if (!/^[0-9A-Z]{8}$/.test(body))
    throw new RangeError('The body of an organisation code has 8 characters of 0-9 and A-Z.');
  const sum = weights.reduce(
    (total, weight, index) => total + weight * Number.parseInt(body.charAt(index), 36),
    0,
  );
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}
