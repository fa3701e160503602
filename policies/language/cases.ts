import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import type { Coordinate, Effect, Principal } from '../vocabulary.ts';
import { casesDocument } from './documents.ts';
import { PolicyFileError, type PolicyFault } from './fault.ts';
import { parseSource, type Place, type Source } from './source.ts';

/** What one coordinate is expected to give; `hidden` when it does not exist for the principal. */
export interface Expectation {
  readonly coordinate: Coordinate;
  readonly effect: Effect | 'hidden';
  /** The document on which a gift rests, or the agreement that would give what is denied; null when any will do. */
  readonly document: string | null;
  readonly place: Place;
}

/** What a query is expected to give: all of its coordinates, or the code with which it is refused. */
export interface QueryExample {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly released: readonly Coordinate[];
  readonly masked: readonly Coordinate[];
  readonly denied: readonly Coordinate[];
  readonly refused: string | null;
  readonly place: Place;
}

/** One example beside a policy document. */
export interface PolicyCase {
  readonly principal: Principal;
  readonly at: Date;
  readonly expectations: readonly Expectation[];
  readonly query: QueryExample | null;
  readonly place: Place;
}

/**
 * Reads every `*.cases.yaml` of a policy folder, in the order of their names.
 * @throws PolicyFileError when one is no YAML, or not of the shape that `policies/README.md` shows
 */
export async function readCases(folder: string): Promise<readonly PolicyCase[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.cases.yaml'))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
  const faults: PolicyFault[] = [];
  const cases: PolicyCase[] = [];
  for (const file of files) {
    const text = await readFile(path.join(folder, file), 'utf8');
    const parsed = parseSource(file.split(path.sep).join('/'), text, casesDocument);
    faults.push(...parsed.faults);
    if (parsed.source !== null) cases.push(...casesOf(parsed.source));
  }
  if (faults.length > 0) throw new PolicyFileError(faults);
  return cases;
}

type Written = z.output<typeof casesDocument>['cases'][number];

function casesOf(source: Source<z.output<typeof casesDocument>>): PolicyCase[] {
  return source.data.cases.map((written, index) => {
    const place = (...at: readonly PropertyKey[]): Place => source.at(['cases', index, ...at]);
    const { query: text, variables = {}, released, masked, denied, refused = null } = written;
    return {
      principal: principalOf(written.as),
      at: written.at ?? source.data.at,
      expectations: expectationsOf(written, place),
      query:
        text === undefined
          ? null
          : { text, variables, released, masked, denied, refused, place: place('query') },
      place: place(),
    };
  });
}

function principalOf(as: Written['as']): Principal {
  if (as === 'public') return { kind: 'public' };
  const { case: caseReference, ...rest } = as;
  return {
    kind: 'department',
    subject: 'example',
    ...rest,
    ...(caseReference === undefined ? {} : { caseReference }),
  };
}

function expectationsOf(
  { allow, mask, when, deny, hidden, by, instead }: Written,
  place: (...at: readonly PropertyKey[]) => Place,
): Expectation[] {
  const partly = [...new Set([...Object.keys(mask), ...Object.keys(when)])];
  return [
    ...allow.map((coordinate, at) => ({
      coordinate,
      effect: { allow: true, mask: null } as const,
      document: by ?? null,
      place: place('allow', at),
    })),
    ...partly.map((coordinate): Expectation => {
      const masked = mask[coordinate];
      const named =
        typeof masked === 'string' ? ({ name: masked, when: true } as const) : (masked ?? null);
      return {
        coordinate,
        effect: { allow: when[coordinate] ?? false, mask: named },
        document: by ?? null,
        place: place(masked === undefined ? 'when' : 'mask', coordinate),
      };
    }),
    ...deny.map((coordinate, at) => ({
      coordinate,
      effect: { allow: false, mask: null } as const,
      document: instead ?? null,
      place: place('deny', at),
    })),
    ...hidden.map((coordinate, at) => ({
      coordinate,
      effect: 'hidden' as const,
      document: null,
      place: place('hidden', at),
    })),
  ];
}
