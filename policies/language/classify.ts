import type { ClassificationModel } from '../../schema/classification.ts';
import type { Classification, Coordinate, Sharing } from '../vocabulary.ts';
import type { PolicyFault } from './fault.ts';
import { matches, patternRank } from './pattern.ts';
import type { Place, Source } from './source.ts';

/** What the SDL and the documents together state. */
export interface Stated {
  readonly classification: Classification;
  /** Where a document states it; null for the SDL. */
  readonly place: Place | null;
}

interface Rule {
  readonly pattern: string;
  readonly classification: Classification;
  readonly place: Place;
}

/** A document of `classifications/`. */
export interface ClassificationsDocument {
  readonly classifications: readonly (Classification & {
    readonly coordinates: readonly string[];
  })[];
}

const strictness: Readonly<Record<Sharing, number>> = {
  UNCONDITIONAL: 0,
  CONDITIONAL: 1,
  WITHHELD: 2,
};

/**
 * What is stated about each coordinate. Of several documents' statements the most specific counts; it never
 * loosens what the SDL states: the stricter sharing stands, and to ask for a looser one by name is a fault.
 */
export function classify(
  model: ClassificationModel,
  documents: readonly Source<ClassificationsDocument>[],
): { readonly stated: ReadonlyMap<Coordinate, Stated>; readonly faults: readonly PolicyFault[] } {
  const faults: PolicyFault[] = [];
  const rules = documents.flatMap(rulesOf);
  for (const rule of rules) {
    if (![...model.coordinates.keys()].some((coordinate) => matches(rule.pattern, coordinate))) {
      faults.push({
        code: 'COORDINATE_UNKNOWN',
        message: `Nothing in the graph is called ${rule.pattern}.`,
        ...rule.place,
      });
    }
  }
  const stated = new Map<Coordinate, Stated>();
  for (const facts of model.coordinates.values()) {
    if (facts.kind !== 'field' && facts.kind !== 'interface-field') continue;
    const sdl =
      facts.classified === null ? null : inSdl(facts.coordinate, facts.classified, faults);
    const rule = mostSpecific(rules, facts.coordinate, faults);
    if (rule === null) {
      if (sdl !== null) stated.set(facts.coordinate, { classification: sdl, place: null });
    } else if (sdl === null) {
      stated.set(facts.coordinate, { classification: rule.classification, place: rule.place });
    } else {
      const looser = strictness[rule.classification.sharing] < strictness[sdl.sharing];
      if (looser && patternRank(rule.pattern) === 2) {
        faults.push({
          code: 'CLASSIFICATION_LOOSER',
          message: `${facts.coordinate} is ${sdl.sharing} in its contract; a document may only be stricter.`,
          ...rule.place,
        });
      }
      const tighter = strictness[rule.classification.sharing] > strictness[sdl.sharing];
      stated.set(
        facts.coordinate,
        tighter
          ? { classification: { ...sdl, sharing: rule.classification.sharing }, place: rule.place }
          : { classification: sdl, place: null },
      );
    }
  }
  return { stated, faults };
}

function rulesOf(source: Source<ClassificationsDocument>): Rule[] {
  return source.data.classifications.flatMap(({ coordinates, ...classification }, index) =>
    coordinates.map((pattern, position) => ({
      pattern,
      classification,
      place: source.at(['classifications', index, 'coordinates', position]),
    })),
  );
}

function mostSpecific(
  rules: readonly Rule[],
  coordinate: Coordinate,
  faults: PolicyFault[],
): Rule | null {
  let best: Rule | null = null;
  for (const rule of rules) {
    if (!matches(rule.pattern, coordinate)) continue;
    const difference = best === null ? 1 : patternRank(rule.pattern) - patternRank(best.pattern);
    if (difference === 0 && rule.pattern === coordinate) {
      faults.push({
        code: 'CLASSIFIED_TWICE',
        message: `${coordinate} is classified more than once.`,
        ...rule.place,
      });
    }
    if (difference > 0) best = rule;
  }
  return best;
}

function inSdl(
  coordinate: Coordinate,
  {
    category,
    sharing,
    derivesFrom,
  }: { category: string; sharing: string; derivesFrom: readonly string[] },
  faults: PolicyFault[],
): Classification {
  if (sharing === 'UNCONDITIONAL' || sharing === 'CONDITIONAL' || sharing === 'WITHHELD') {
    return { category, sharing, derivesFrom };
  }
  faults.push({
    code: 'SHARING_UNKNOWN',
    message: `${coordinate} has the sharing "${sharing}"; there are UNCONDITIONAL, CONDITIONAL and WITHHELD.`,
    file: 'supergraph',
    line: 1,
    column: 1,
    coordinate,
  });
  return { category, sharing: 'WITHHELD', derivesFrom };
}
