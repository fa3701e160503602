import { isDeepStrictEqual } from 'node:util';
import type { Reading } from './matrix.ts';

/** What one reader gains, loses or gets otherwise. */
export interface Difference {
  readonly change: 'gains' | 'loses' | 'otherwise';
  readonly coordinate: string;
  readonly department: string;
  readonly purpose: string | null;
  readonly roles: readonly string[];
  readonly withCase: boolean;
  /** Effects before and after; null for nothing. */
  readonly before: string | null;
  readonly after: string | null;
  /** Agreements and disclosures that speak on the side that gives. */
  readonly agreements: readonly string[];
}

/** Compares who reads what under two policies: one difference for each reader, purpose and coordinate. */
export function differences(
  before: readonly Reading[],
  after: readonly Reading[],
): readonly Difference[] {
  const [old, young] = [index(before), index(after)];
  const keys = [...new Set([...old.keys(), ...young.keys()])].sort();
  return keys.flatMap((key) => {
    const [was, is] = [old.get(key), young.get(key)];
    const reading = is ?? was;
    if (reading === undefined || isDeepStrictEqual(was?.exact, is?.exact)) return [];
    const { coordinate, department, purpose, roles, withCase, agreements } = reading;
    const change = was === undefined ? 'gains' : is === undefined ? 'loses' : 'otherwise';
    return [
      {
        change,
        coordinate,
        department,
        purpose,
        roles,
        withCase,
        before: was === undefined ? null : effectOf(was, is),
        after: is === undefined ? null : effectOf(is, was),
        agreements,
      } satisfies Difference,
    ];
  });
}

/** A difference in one line. */
export function differenceLine(difference: Difference): string {
  const { change, coordinate, before, after, agreements } = difference;
  const who = reader(difference);
  const sign = { gains: '+', loses: '-', otherwise: '~' }[change];
  const what =
    change === 'otherwise' ? `${before ?? ''} → ${after ?? ''}` : (after ?? before ?? '');
  const basis = agreements.length === 0 ? '' : `  (${agreements.join(', ')})`;
  return `${sign} ${who} ${change} ${coordinate}: ${what}${basis}`;
}

/** Who reads, in words without punctuation. */
function reader({
  department,
  purpose,
  roles,
  withCase,
}: Pick<Reading, 'department' | 'purpose' | 'roles' | 'withCase'>): string {
  const parts = [department, purpose, ...roles, withCase ? 'with a case' : null];
  return parts.filter((part) => part !== null).join(' ');
}

/** The effect in short, or in full where both sides are called the same. */
function effectOf({ effect, exact }: Reading, other: Reading | undefined): string {
  return effect === other?.effect ? JSON.stringify(exact) : effect;
}

/** Differences in sentences: one for each reader, purpose, change and effect, with what it is about. */
export function inWords(found: readonly Difference[]): readonly string[] {
  const sentences = new Map<string, string[]>();
  for (const difference of found) {
    const { change, coordinate, department, purpose, roles, withCase, before, after } = difference;
    const acting = roles.length === 0 ? '' : ` as ${roles.join(', ')}`;
    const naming = withCase ? ' with a case' : '';
    const who =
      department === 'public'
        ? 'The public'
        : `${department} for ${purpose ?? ''}${acting}${naming}`;
    const how = {
      gains: `gains, ${spoken(after)}`,
      loses: `loses what it had, ${spoken(before)}`,
      otherwise: `gets ${spoken(after)} what it had, ${spoken(before)}`,
    }[change];
    const sentence = `${who} ${how}`;
    sentences.set(sentence, [...(sentences.get(sentence) ?? []), coordinate]);
  }
  return [...sentences].map(([sentence, coordinates]) => `${sentence}: ${coordinates.join(', ')}.`);
}

function spoken(effect: string | null): string {
  if (effect === 'allow') return 'in full';
  if (effect === null) return 'not at all';
  return effect.startsWith('{') ? `on rows as ${effect} says` : `as ${effect}`;
}

function index(readings: readonly Reading[]): Map<string, Reading> {
  return new Map(
    readings.map((reading) => {
      return [`${reading.coordinate} ${reader(reading)}`, reading];
    }),
  );
}
