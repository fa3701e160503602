import type { KeyRenamer } from '../plan/plan-nodes.ts';
import { isData } from './data.ts';
import type { Data } from './data.ts';
import { Gathering } from './gather.ts';
import type { Gathered } from './gather.ts';
import type { DataPath } from './locate.ts';
import { compileRepresentation } from './representations.ts';
import type { Run } from './run.ts';
import type { PlacedFetch } from './steps.ts';
import type { TypeTest } from './types.ts';

/** Entities whose `@fromContext` arguments have the same values. */
export interface ContextGroup {
  /** The arguments, by the names of the variables that hold them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly gathered: readonly Gathered[];
}

/**
 * Compiles the search for a fetch's entities and, for each, for what its ancestors hold. One request has one value
 * for a variable: entities with different values are asked for apart. An entity without a value is left out.
 */
export function compileContexts(
  { node, path }: PlacedFetch,
  isSubtype: TypeTest,
): (run: Run) => readonly ContextGroup[] {
  const represent = compileRepresentation(node.requires ?? [], node.inputRewrites ?? [], isSubtype);
  const rewrites = node.contextRewrites ?? [];
  const place = path ?? [];
  return (run) => {
    const groups = new Map<string, { variables: Data; gathering: Gathering }>();
    withAncestors(run.data, place, [], (object, ancestors) => {
      const shape = represent(object);
      const variables = read(rewrites, ancestors, isSubtype);
      if (shape === null || variables === null) return;
      const key = JSON.stringify(variables);
      const group = groups.get(key) ?? { variables, gathering: new Gathering() };
      groups.set(key, group);
      group.gathering.add(object, shape, place);
    });
    return [...groups.values()]
      .map(({ variables, gathering }) => ({ variables, gathered: gathering.entities }))
      .filter(({ gathered }) => gathered.length > 0);
  };
}

function withAncestors(
  value: unknown,
  path: DataPath,
  ancestors: readonly Data[],
  visit: (object: Data, ancestors: readonly Data[]) => void,
): void {
  const [step, ...rest] = path;
  if (step === '@') {
    if (Array.isArray(value))
      for (const element of value) withAncestors(element, rest, ancestors, visit);
  } else if (isData(value)) {
    if (step === undefined) visit(value, ancestors);
    else withAncestors(value[step], rest, [...ancestors, value], visit);
  }
}

/** Values for every variable; null if one is nowhere. Of several places for one variable, the type decides. */
function read(
  rewrites: readonly KeyRenamer[],
  ancestors: readonly Data[],
  isSubtype: TypeTest,
): Data | null {
  const variables: Data = {};
  for (const { path, renameKeyTo } of rewrites) {
    const value = valueAt(path, ancestors, isSubtype);
    if (value !== undefined) variables[renameKeyTo] = value;
  }
  return rewrites.every(({ renameKeyTo }) => Object.hasOwn(variables, renameKeyTo))
    ? variables
    : null;
}

const CONDITION = '... on ';

function valueAt(
  path: readonly string[],
  ancestors: readonly Data[],
  isSubtype: TypeTest,
): unknown {
  const levels = path.filter((step) => step === '..').length;
  let value: unknown = ancestors[ancestors.length - levels];
  for (const step of path.slice(levels)) {
    if (!isData(value)) return value;
    if (!step.startsWith(CONDITION)) {
      value = value[step];
      continue;
    }
    const { __typename } = value;
    const type = step.slice(CONDITION.length);
    if (typeof __typename === 'string' && !isSubtype(__typename, type)) return undefined;
  }
  return value;
}
