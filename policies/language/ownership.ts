import type { ClassificationModel, CoordinateFacts } from '../../schema/classification.ts';
import type { DepartmentId } from '../vocabulary.ts';
import type { PolicyFault } from './fault.ts';
import type { Department } from './set.ts';

/** Who operates what, and who owns what. */
export interface Ownership {
  readonly owners: ReadonlyMap<string, DepartmentId>;
  readonly problems: readonly PolicyFault[];
  readonly operatorOf: (subgraph: string) => DepartmentId;
}

/** Without a register, every subgraph is its own department. */
export function departmentsOf(model: ClassificationModel): Department[] {
  return model.subgraphs.map(({ name }) => ({
    id: name,
    name: { zh: name, en: name },
    issuer: null,
    operates: [name],
    roles: null,
  }));
}

/**
 * Gives each coordinate its owner: the department that operates the subgraph resolving it. Of several, the lead
 * of the type; a key without a lead belongs to the first of them, since every one of them holds it already. Without a
 * register, so does any other coordinate: no token names a department, so that an owner reads nothing as its own.
 * @param departments as registered; null without a register
 */
export function readOwnership(
  model: ClassificationModel,
  departments: readonly Department[] | null,
  leads: Readonly<Record<string, string>>,
): Ownership {
  const operators = new Map(
    (departments ?? []).flatMap(({ id, operates }) =>
      operates.map((subgraph) => [subgraph, id] as const),
    ),
  );
  // INVARIANT: a subgraph that no department operates belongs to a department of its own name, which no token names.
  const operatorOf = (subgraph: string): DepartmentId => operators.get(subgraph) ?? subgraph;
  const owners = new Map<string, DepartmentId>();
  const problems: PolicyFault[] = [];
  for (const facts of model.coordinates.values()) {
    if (facts.kind === 'interface-field') continue;
    const owner =
      ownerOf(facts, leads, operatorOf) ?? (departments === null ? facts.subgraphs[0] : undefined);
    if (owner !== undefined) owners.set(facts.coordinate, owner);
    else if (facts.kind === 'field') {
      problems.push({
        code: 'OWNER_AMBIGUOUS',
        message: `${facts.coordinate} is resolved by ${facts.subgraphs.join(' and ')} and no lead is named for ${facts.typeName}: nobody may read it. Name one under "leads".`,
        file: 'supergraph',
        line: 1,
        column: 1,
        coordinate: facts.coordinate,
      });
    }
  }
  return { owners, problems, operatorOf };
}

function ownerOf(
  facts: CoordinateFacts,
  leads: Readonly<Record<string, string>>,
  operatorOf: (subgraph: string) => DepartmentId,
): DepartmentId | undefined {
  const operators = [...new Set(facts.subgraphs.map(operatorOf))];
  const [first] = operators;
  if (first === undefined || operators.length === 1) return first;
  const lead = leads[facts.typeName];
  if (lead !== undefined && facts.subgraphs.includes(lead)) return operatorOf(lead);
  return facts.key || facts.kind === 'input-field' || facts.kind === 'argument' ? first : undefined;
}
