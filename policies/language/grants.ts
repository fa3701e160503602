import type { ClassificationModel, CoordinateFacts } from '../../schema/classification.ts';
import { checkCondition, fieldsOf } from '../decision/condition.ts';
import { parseMask } from '../decision/mask.ts';
import type { Condition, Coordinate, DepartmentId, Effect } from '../vocabulary.ts';
import type { Stated } from './classify.ts';
import type { GrantDocument } from './documents.ts';
import type { FaultCode } from './codes.ts';
import type { PolicyFault } from './fault.ts';
import { matches, patternRank } from './pattern.ts';
import type { Grant, GrantPart } from './set.ts';
import type { Place, Source } from './source.ts';

/** What the expansion of a grant looks things up in. */
export interface GrantContext {
  readonly model: ClassificationModel;
  readonly owners: ReadonlyMap<Coordinate, DepartmentId>;
  readonly stated: ReadonlyMap<Coordinate, Stated>;
  /** Registered categories; null when none are registered, and any name will do. */
  readonly categories: ReadonlySet<string> | null;
  /** Categories of which a grant names an impact assessment. */
  readonly sensitive: ReadonlySet<string>;
  readonly fields: readonly CoordinateFacts[];
  readonly objects: ReadonlySet<string>;
  readonly faults: PolicyFault[];
}

/**
 * Finds the coordinates that a grant really gives. By name only what the provider owns may be given; wildcards
 * and categories pick from what it owns and pass over the rest in silence.
 * @param provider null for a disclosure, which publishes for every owner
 */
export function expandGrant(
  source: Source<unknown>,
  path: readonly PropertyKey[],
  document: GrantDocument,
  provider: DepartmentId | null,
  context: GrantContext,
): Grant {
  const place = source.at(path);
  const fault = (code: FaultCode, message: string, where: Place = place): void =>
    void context.faults.push({ code, message, ...where });
  const named = new Set<Coordinate>();
  const coordinates = new Set<Coordinate>();
  const parts: GrantPart[] = [];
  const gather = (text: string, where: Place, found: readonly CoordinateFacts[]): void => {
    const given = found.filter((facts) => isGivable(facts.coordinate, provider, context));
    for (const { coordinate } of given) coordinates.add(coordinate);
    parts.push({ text, place: where, gives: given.length });
  };
  document.coordinates.forEach((pattern, index) => {
    const where = source.at([...path, 'coordinates', index]);
    if (patternRank(pattern) < 2) {
      const found = context.fields.filter((facts) => matches(pattern, facts.coordinate));
      if (found.length === 0)
        fault('COORDINATE_UNKNOWN', `Nothing in the graph is called ${pattern}.`, where);
      gather(pattern, where, found);
      return;
    }
    for (const coordinate of objectCoordinates(pattern, context.model)) {
      const problem = problemOf(coordinate, provider, context);
      if (problem !== null) fault(problem.code, problem.message, where);
      else {
        named.add(coordinate);
        coordinates.add(coordinate);
      }
    }
  });
  document.categories.forEach((category, index) => {
    const where = source.at([...path, 'categories', index]);
    if (context.categories?.has(category) === false) {
      fault('CATEGORY_UNKNOWN', `There is no category "${category}" in categories.yaml.`, where);
    }
    gather(
      category,
      where,
      context.fields.filter(
        ({ coordinate }) => context.stated.get(coordinate)?.classification.category === category,
      ),
    );
  });
  const effect = effectOf(source, path, document, coordinates, context);
  checkAssessment(document, coordinates, context, fault);
  if (provider === null && document.requires === 'case')
    fault('CASE_OF_NOBODY', 'The public names no case: a disclosure cannot require one.');
  return {
    place,
    coordinates,
    parts,
    named,
    effect,
    requiresCase: document.requires === 'case',
    pia: document.pia ?? null,
    because: document.because ?? null,
  };
}

/** PIPL Articles 55 and 56: before sensitive personal information is given, its impact is assessed and on record. */
function checkAssessment(
  { pia }: GrantDocument,
  coordinates: ReadonlySet<Coordinate>,
  { stated, sensitive }: GrantContext,
  fault: (code: FaultCode, message: string) => void,
): void {
  if (pia !== undefined) return;
  const found = [...coordinates].find((coordinate) =>
    sensitive.has(stated.get(coordinate)?.classification.category ?? ''),
  );
  if (found === undefined) return;
  const category = stated.get(found)?.classification.category ?? '';
  fault(
    'ASSESSMENT_MISSING',
    `${found} is ${category}, which is sensitive: name the impact assessment under "pia", such as PIA-2025-014.`,
  );
}

function effectOf(
  source: Source<unknown>,
  path: readonly PropertyKey[],
  { mask, when }: GrantDocument,
  coordinates: ReadonlySet<Coordinate>,
  context: GrantContext,
): Effect {
  const fault = (code: FaultCode, key: string, message: string): void =>
    void context.faults.push({ code, message, ...source.at([...path, key]) });
  if (when !== undefined)
    checkRows(when, coordinates, context, (message) => {
      fault('CONDITION_INVALID', 'when', message);
    });
  if (mask === undefined) return { allow: when ?? true, mask: null };
  const parsed = parseMask(mask);
  if (typeof parsed === 'string') {
    fault('MASK_UNKNOWN', 'mask', parsed);
    return { allow: false, mask: null };
  }
  const misfits = [...coordinates].filter((coordinate) => {
    const facts = context.model.coordinates.get(coordinate);
    return (
      facts !== undefined &&
      !parsed.mask.fits.includes(facts.namedType) &&
      !parsed.mask.fits.includes('*')
    );
  });
  const [first] = misfits;
  if (first !== undefined) {
    const type = context.model.coordinates.get(first)?.namedType ?? '';
    const others = misfits.length === 1 ? '' : ` (and ${misfits.length - 1} more)`;
    fault(
      'MASK_MISFIT',
      'mask',
      `"${parsed.name}" fits ${parsed.mask.fits.join(', ')}; ${first} is a ${type}${others}.`,
    );
  }
  return { allow: false, mask: { name: parsed.name, when: when ?? true } };
}

/** A condition reads its own type, and only what stands in a subgraph that also resolves the field it guards. */
function checkRows(
  when: Condition,
  coordinates: ReadonlySet<Coordinate>,
  { model, objects }: GrantContext,
  fault: (message: string) => void,
): void {
  const found = new Map<string, string>();
  const seen = new Map<string, boolean>();
  for (const coordinate of coordinates) {
    const facts = model.coordinates.get(coordinate);
    if (facts === undefined) continue;
    const { typeName } = facts;
    if (!seen.has(typeName)) {
      const problems = checkCondition(when, (field) => {
        const type = model.coordinates.get(`${typeName}.${field}`)?.namedType;
        return type === undefined ? undefined : objects.has(type) ? null : type;
      });
      seen.set(typeName, problems.length === 0);
      for (const problem of problems) if (!found.has(problem)) found.set(problem, typeName);
    }
    if (seen.get(typeName) !== true) continue;
    for (const field of fieldsOf(when)) {
      const subgraphs = model.coordinates.get(`${typeName}.${field}`)?.subgraphs ?? [];
      if (!subgraphs.some((subgraph) => facts.subgraphs.includes(subgraph))) {
        found.set(
          `"${field}" is resolved by ${subgraphs.join(', ')}, which cannot test it for ${coordinate}`,
          typeName,
        );
      }
    }
  }
  for (const [problem, typeName] of found) fault(`On ${typeName}, ${problem}.`);
}

/** A field of an interface stands for that field of every type that it can be. */
function objectCoordinates(coordinate: Coordinate, model: ClassificationModel): Coordinate[] {
  const facts = model.coordinates.get(coordinate);
  if (facts?.kind !== 'interface-field') return [coordinate];
  return (model.possibleTypes.get(facts.typeName) ?? []).map(
    (type) => `${type}.${facts.fieldName}`,
  );
}

function isGivable(
  coordinate: Coordinate,
  provider: DepartmentId | null,
  context: GrantContext,
): boolean {
  return problemOf(coordinate, provider, context) === null;
}

function problemOf(
  coordinate: Coordinate,
  provider: DepartmentId | null,
  { model, owners, stated }: GrantContext,
): { readonly code: FaultCode; readonly message: string } | null {
  if (model.coordinates.get(coordinate) === undefined) {
    return { code: 'COORDINATE_UNKNOWN', message: `Nothing in the graph is called ${coordinate}.` };
  }
  const owner = owners.get(coordinate);
  if (provider !== null && owner !== provider) {
    return {
      code: 'COORDINATE_NOT_OWNED',
      message: `${coordinate} is ${owner ?? 'nobody'}'s; ${provider} can only give what it owns.`,
    };
  }
  const sharing = stated.get(coordinate)?.classification.sharing;
  if (sharing === undefined) {
    return {
      code: 'COORDINATE_UNCLASSIFIED',
      message: `Nothing classifies ${coordinate}; classify it in its contract or in classifications/ before giving it.`,
    };
  }
  if (sharing === 'WITHHELD') {
    return {
      code: 'COORDINATE_WITHHELD',
      message: `${coordinate} is WITHHELD (不予共享): no document may give it.`,
    };
  }
  return null;
}
