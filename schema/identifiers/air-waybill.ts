/**
 * The check digit of an air waybill: the serial modulo 7 (IATA).
 * @param serial 7 digits
 * @throws RangeError when the serial is not of that form
 */
export function airWaybillCheckDigit(serial: string): string {
  if (!/^\d{7}$/.test(serial)) throw new RangeError('The serial of an air waybill has 7 digits.');
  return String(Number(serial) % 7);
}
