const weights = [8, 6, 4, 2, 3, 5, 9, 7] as const;

/**
 * The check digit of a postal item number (UPU S10).
 * @param serial 8 digits
 * @throws RangeError when the serial is not of that form
 */
export function postalCheckDigit(serial: string): string {
  if (!/^\d{8}$/.test(serial)) throw new RangeError('The serial of a postal item has 8 digits.');
  const sum = weights.reduce(
    (total, weight, index) => total + weight * Number(serial.charAt(index)),
    0,
  );
  const check = 11 - (sum % 11);
  return check === 10 ? '0' : check === 11 ? '5' : String(check);
}
