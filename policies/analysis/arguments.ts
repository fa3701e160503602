import canonicalize from 'canonicalize';
import { everyClass } from '../decision/classes.ts';
import { rowTypes } from '../decision/row-types.ts';
import type { PolicyTable } from '../decision/table.ts';
import type { PolicyFault } from '../language/fault.ts';
import type { Coordinate, DecisionClass } from '../vocabulary.ts';
import { isAllowed, isDenied } from '../vocabulary.ts';
import type { PolicySet } from '../language/set.ts';
import { describeClass } from '../decision/reason.ts';
import { inSupergraph } from './place.ts';

/**
 * Arguments and input fields that let a caller infer what they do not say that they read; and required arguments
 * that somebody may not give who may read their field. Nothing is inferred where whoever may ask for the field reads
 * what its rows are picked by on every row that exists for them.
 */
export function inferringArguments({
  policies,
  decide,
  visible,
  rowsOf,
}: PolicyTable): PolicyFault[] {
  const classes = everyClass(policies);
  const mayAsk = (cls: DecisionClass, field: Coordinate): boolean =>
    visible(cls, field) && !isDenied(decide(cls, field).effect);
  /** Equal rows have equal conditions, in whatever order they were written. */
  const readsEveryRow = (cls: DecisionClass, type: string, coordinate: Coordinate): boolean =>
    canonicalize(decide(cls, coordinate).effect.allow) === canonicalize(rowsOf(cls, type));
  const faults: PolicyFault[] = [];
  for (const facts of policies.coordinates.values()) {
    if (facts.kind !== 'argument') continue;
    const field = `${facts.typeName}.${facts.fieldName}`;
    const returned = rowTypes(policies, field);
    const name = /\((\w+):\)$/.exec(facts.coordinate)?.[1] ?? '';
    for (const { given, as } of inputsOf(policies, facts.coordinate, name, facts.namedType)) {
      const inferred = returned
        .flatMap((type) => policies.coordinates.get(`${type}.${as}`) ?? [])
        .find(
          ({ coordinate, typeName }) =>
            !isOpen(policies, coordinate) &&
            classes.some((cls) => mayAsk(cls, field) && !readsEveryRow(cls, typeName, coordinate)),
        );
      const reads = policies.coordinates.get(given)?.reads ?? [];
      if (inferred === undefined || reads.includes(inferred.coordinate)) continue;
      faults.push({
        code: 'ARGUMENT_INFERS',
        message: `${given} picks rows of ${field} by what looks like ${inferred.coordinate}, and does not say that it reads it.`,
        ...inSupergraph(given),
      });
    }
    if (!facts.nonNull) continue;
    const barred = classes.find(
      (cls) => mayAsk(cls, field) && !isAllowed(decide(cls, facts.coordinate).effect),
    );
    if (barred === undefined) continue;
    faults.push({
      code: 'ARGUMENT_BARS',
      message: `${describeClass(barred)} reads ${field} and may not give its required argument ${name}: ${decide(barred, facts.coordinate).reason}`,
      ...inSupergraph(facts.coordinate),
    });
  }
  return faults;
}

function isOpen({ classificationOf }: PolicySet, coordinate: string): boolean {
  return classificationOf(coordinate)?.sharing === 'UNCONDITIONAL';
}

/** The argument itself, or each field of the input object that it takes, nested ones too. */
function inputsOf(
  { coordinates }: Pick<PolicySet, 'coordinates'>,
  given: string,
  as: string,
  type: string,
  seen: ReadonlySet<string> = new Set(),
): readonly { readonly given: string; readonly as: string }[] {
  if (seen.has(type)) return [];
  const fields = [...coordinates.values()].filter(
    ({ kind, typeName }) => kind === 'input-field' && typeName === type,
  );
  if (fields.length === 0) return [{ given, as }];
  return fields.flatMap((field) =>
    inputsOf(
      { coordinates },
      field.coordinate,
      field.fieldName,
      field.namedType,
      new Set([...seen, type]),
    ),
  );
}
