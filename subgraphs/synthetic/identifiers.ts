import { airWaybillCheckDigit } from '../../schema/identifiers/air-waybill.ts';
import { containerCheckDigit } from '../../schema/identifiers/container.ts';
import { organisationCheckDigit } from '../../schema/identifiers/organisation-code.ts';
import { postalCheckDigit } from '../../schema/identifiers/postal-item.ts';
import { usccCheckDigit } from '../../schema/identifiers/uscc.ts';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Organisation code of an enterprise: `XX` and a counter, a range in which no real one is registered. */
export function organisationCode(index: number): string {
  let counter = '';
  for (let rest = index; counter.length < 6; rest = Math.floor(rest / alphabet.length)) {
    counter = alphabet.charAt(rest % alphabet.length) + counter;
  }
  const body = `XX${counter}`;
  return body + organisationCheckDigit(body);
}

/** Unified social credit code of an enterprise registered in a division; sole traders begin with 92. */
export function creditCode(index: number, division: string, isSoleTrader: boolean): string {
  const body = `${isSoleTrader ? '92' : '91'}${division}${organisationCode(index)}`;
  return body + usccCheckDigit(body);
}

/** Number of a list or declaration: office, year, flag, serial. */
export function customsNumber(year: string, isImport: boolean, serial: number): string {
  return `0801${year}${isImport ? '1' : '0'}${pad(serial, 9)}`;
}

/** Customs registration code: Shenyang, zone, ownership, serial. */
export function customsCode(index: number, ownership: string): string {
  return `21019${ownership}${index.toString(36).toUpperCase().padStart(4, '0')}`;
}

/** Number of a postal item (UPU S10). */
export function postalNumber(serial: number): string {
  const digits = pad(serial, 8);
  return `LP${digits}${postalCheckDigit(digits)}CN`;
}

/** Number of an air waybill. */
export function airWaybillNumber(serial: number): string {
  const digits = pad(serial, 7);
  return `784-${digits}${airWaybillCheckDigit(digits)}`;
}

/** Number of a container (ISO 6346) of an owner that there is not. */
export function containerNumber(serial: number): string {
  const body = `XXXU${pad(serial % 1_000_000, 6)}`;
  return body + containerCheckDigit(body);
}

/** A number with leading zeros. */
export function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
