import { createHmac, timingSafeEqual } from 'node:crypto';
import { Decimal } from 'decimal.js';
import type { DepartmentId, MaskName, PurposeId } from '../vocabulary.ts';

/** For whom a value is masked; pseudonyms of two recipients or purposes cannot be joined. */
export interface MaskContext {
  readonly department: DepartmentId | null;
  readonly purpose: PurposeId | null;
  /** Secret of at least 32 bytes that only those who mask know. */
  readonly key: string | Uint8Array;
}

/** A mask: idempotent, and its result has the type of the value. */
export interface Mask {
  readonly name: string;
  readonly summary: string;
  /** Scalars that it fits; `*` for any type, then the field must be nullable. */
  readonly fits: readonly string[];
  /** How its parameters are written, if it has any. */
  readonly parameters?: string;
  readonly examples: readonly {
    readonly mask: MaskName;
    readonly value: unknown;
    readonly result: unknown;
  }[];
  /** What is wrong with the parameters, or null. */
  check(parameters: readonly string[]): string | null;
  apply(parameters: readonly string[], context: MaskContext): (value: unknown) => unknown;
}

const decimal = /^[+-]?\d+(\.\d+)?$/;
const textual = ['String', 'ID'];
const amounts = ['Money', 'Decimal', 'Int', 'Float'];
const none = (parameters: readonly string[]): string | null =>
  parameters.length === 0 ? null : 'takes no parameter';
const onText = (change: (text: string) => string) => () => (value: unknown) =>
  typeof value === 'string' ? change(value) : null;

function positive(parameters: readonly string[]): string | null {
  return parameters.every((parameter) => decimal.test(parameter) && Number(parameter) > 0)
    ? null
    : 'takes positive numbers';
}

/** The registry: every mask, in the order in which the README lists them. */
const masks: readonly Mask[] = [
  {
    name: 'first',
    summary: 'The first n characters, a star for each of the others.',
    fits: textual,
    parameters: 'first(n): how many characters stay',
    examples: [{ mask: 'first(6)', value: '6222020200112233445', result: '622202*************' }],
    check: (parameters) =>
      parameters.length === 1 && /^[1-9]\d{0,2}$/.test(parameters[0] ?? '')
        ? null
        : 'takes one whole number, such as first(3)',
    apply: ([count]) => onText((text) => keep([...text], Number(count), 0))(),
  },
  {
    name: 'last-four',
    summary:
      'The last four characters, a star for each of the others; stars only when there are no more than four.',
    fits: textual,
    examples: [
      { mask: 'last-four', value: '6222020200112233445', result: '***************3445' },
      { mask: 'last-four', value: '3445', result: '****' },
    ],
    check: none,
    apply: onText((text) => {
      const letters = [...text];
      return letters.length > 4 ? keep(letters, 0, 4) : '*'.repeat(letters.length);
    }),
  },
  {
    name: 'name',
    summary: 'The first character of a name and two stars, whatever its length.',
    fits: textual,
    examples: [
      { mask: 'name', value: '张三', result: '张**' },
      { mask: 'name', value: '欧阳修远', result: '欧**' },
    ],
    check: none,
    apply: onText((text) => (text === '' ? '' : `${[...text][0] ?? ''}**`)),
  },
  {
    name: 'phone',
    summary:
      'The first three and the last four digits; stars only when there are fewer than eight.',
    fits: textual,
    examples: [
      { mask: 'phone', value: '13812345678', result: '138****5678' },
      { mask: 'phone', value: '110', result: '****' },
    ],
    check: none,
    apply: onText((text) =>
      text.length < 8 ? '****' : `${text.slice(0, 3)}****${text.slice(-4)}`,
    ),
  },
  {
    name: 'district',
    summary: 'A Chinese address up to its district or county; three stars when none is found.',
    fits: textual,
    examples: [
      { mask: 'district', value: '辽宁省沈阳市浑南区创新路1号', result: '辽宁省沈阳市浑南区' },
      { mask: 'district', value: '1 Chuangxin Road', result: '***' },
    ],
    check: none,
    apply: onText(
      (text) =>
        /^([^省市区县旗]{1,10}省)?([^省市区县旗]{1,10}市)?([^省市区县旗]{1,10}[市区县旗])/u.exec(
          text,
        )?.[0] ?? '***',
    ),
  },
  {
    name: 'month',
    summary: 'The first day of the month, or its first instant in UTC.',
    fits: ['Date', 'Instant'],
    examples: [
      { mask: 'month', value: '2026-03-17', result: '2026-03-01' },
      { mask: 'month', value: '2026-03-17T08:30:00Z', result: '2026-03-01T00:00:00Z' },
    ],
    check: none,
    apply: onText((text) => beginning(text, 7)),
  },
  {
    name: 'year',
    summary: 'The first day of the year, or its first instant in UTC.',
    fits: ['Date', 'Instant'],
    examples: [{ mask: 'year', value: '2026-03-17', result: '2026-01-01' }],
    check: none,
    apply: onText((text) => beginning(text, 4)),
  },
  {
    name: 'band',
    summary:
      'The lower edge of the band in which an amount lies; below the first of several edges, zero.',
    fits: amounts,
    parameters: 'band(width), or band(edge,edge,…) with rising edges',
    examples: [
      { mask: 'band(1000)', value: '1280.50', result: '1000.00' },
      { mask: 'band(10000,100000)', value: '42000.00', result: '10000.00' },
    ],
    check: (parameters) => {
      const rising = parameters.every(
        (edge, index) => index === 0 || Number(edge) > Number(parameters[index - 1]),
      );
      return parameters.length > 0 && rising
        ? positive(parameters)
        : 'takes a width or rising edges, such as band(1000)';
    },
    apply: (parameters) =>
      onAmount(parameters, (amount) =>
        bandOf(
          amount,
          parameters.map((edge) => new Decimal(edge)),
        ),
      ),
  },
  {
    name: 'round',
    summary: 'The nearest multiple of n, halves away from zero.',
    fits: amounts,
    parameters: 'round(n): of what the result is a multiple',
    examples: [{ mask: 'round(100)', value: '1280.50', result: '1300.00' }],
    check: (parameters) =>
      parameters.length === 1 ? positive(parameters) : 'takes one number, such as round(100)',
    apply: (parameters) =>
      onAmount(parameters, (amount) => {
        const unit = new Decimal(parameters[0] ?? 1);
        return amount.div(unit).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).mul(unit);
      }),
  },
  {
    name: 'null',
    summary: 'Nothing: the field is there and empty.',
    fits: ['*'],
    examples: [{ mask: 'null', value: 'anything', result: null }],
    check: none,
    apply: () => () => null,
  },
  {
    name: 'pseudonym',
    summary:
      'A keyed hash: equal for equal values of one recipient and purpose, and never to be joined with those of another.',
    fits: textual,
    examples: [],
    check: none,
    apply: (_, context) => onText((text) => pseudonymOf(text, context))(),
  },
];

/** A mask with its parameters, as an agreement writes it. */
export interface ParsedMask {
  readonly mask: Mask;
  readonly parameters: readonly string[];
  /** The one way to write it, so that equal masks have equal names. */
  readonly name: MaskName;
}

/** Reads `last-four` or `band(1000, 5000)`; a sentence says what is wrong. */
export function parseMask(written: MaskName): ParsedMask | string {
  const [, name = '', list] = /^([a-z-]+)(?:\(([^()]*)\))?$/.exec(written.trim()) ?? [];
  const mask = masks.find((candidate) => candidate.name === name);
  if (mask === undefined) {
    return `There is no mask "${written}". The masks are ${masks.map((known) => known.name).join(', ')}.`;
  }
  const parameters = list === undefined ? [] : list.split(',').map((parameter) => parameter.trim());
  const problem = mask.check(parameters);
  if (problem !== null) return `The mask "${name}" ${problem}.`;
  return {
    mask,
    parameters,
    name: parameters.length === 0 ? name : `${name}(${parameters.join(',')})`,
  };
}

/**
 * The function of a mask, for one recipient and purpose. Null stays null, lists are masked item by item, and
 * a value of another kind than the mask is made for becomes null: what cannot be masked is not given.
 * @throws RangeError when there is no such mask
 */
export function maskFunction(written: MaskName, context: MaskContext): (value: unknown) => unknown {
  const parsed = parseMask(written);
  if (typeof parsed === 'string') throw new RangeError(parsed);
  const apply = parsed.mask.apply(parsed.parameters, context);
  const mask = (value: unknown): unknown => {
    if (value === null || value === undefined) return null;
    return Array.isArray(value) ? value.map(mask) : apply(value);
  };
  return mask;
}

function keep(letters: readonly string[], first: number, last: number): string {
  return letters
    .map((letter, index) => (index < first || index >= letters.length - last ? letter : '*'))
    .join('');
}

function beginning(text: string, length: number): string {
  const day = `${text.slice(0, length)}-01-01`.slice(0, 10);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return day;
  const instant = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(instant.getTime())) return '';
  return `${`${instant.toISOString().slice(0, length)}-01-01`.slice(0, 10)}T00:00:00Z`;
}

function onAmount(
  parameters: readonly string[],
  change: (amount: Decimal) => Decimal,
): (value: unknown) => unknown {
  const places = Math.max(...parameters.map(placesOf), 0);
  return (value) => {
    if (typeof value === 'number')
      return Number.isFinite(value) ? change(new Decimal(value)).toNumber() : null;
    if (typeof value !== 'string' || !decimal.test(value)) return null;
    return change(new Decimal(value)).toFixed(Math.max(places, placesOf(value)));
  };
}

function placesOf(text: string): number {
  return text.split('.')[1]?.length ?? 0;
}

function bandOf(amount: Decimal, edges: readonly Decimal[]): Decimal {
  const [width] = edges;
  if (edges.length === 1 && width !== undefined) return amount.div(width).floor().mul(width);
  return edges.findLast((edge) => amount.gte(edge)) ?? new Decimal(0);
}

/** `p` with 128 bits of the value's hash and 64 bits that prove it was made here, so that masking twice changes nothing. */
function pseudonymOf(text: string, { department, purpose, key }: MaskContext): string {
  const scope = `${department ?? ''}\n${purpose ?? ''}`;
  const mac = (label: string, content: string): string =>
    createHmac('sha256', key).update(`${label}\n${scope}\n${content}`).digest('base64url');
  const seal = (tag: string): string => `p${tag}${mac('seal', tag).slice(0, 11)}`;
  if (/^p[\w-]{33}$/.test(text)) {
    const own = seal(text.slice(1, 23));
    if (timingSafeEqual(Buffer.from(own), Buffer.from(text))) return text;
  }
  return seal(mac('value', text).slice(0, 22));
}
