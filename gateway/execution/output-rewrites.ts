import type { FetchNode, Rewrite } from '../plan/plan-nodes.ts';
import { isData } from './data.ts';
import type { Data } from './data.ts';
import type { TypeTest } from './types.ts';

/** Changes what a subgraph answered, in place. */
export type Rewriter = (answer: Data) => void;

const CONDITION = '... on ';

/** Compiles the rewrites of a fetch's answer; null if there are none. */
export function compileRewrites(
  rewrites: readonly Rewrite[] | undefined,
  isSubtype: TypeTest,
): Rewriter | null {
  if (rewrites === undefined || rewrites.length === 0) return null;
  const apply = rewrites.map((rewrite) => compileRewrite(rewrite, isSubtype));
  return (answer) => {
    for (const rewrite of apply) rewrite(answer);
  };
}

/**
 * Compiles the rewrites of each entity in the answer to one fetch or several that ask the same; null if there are none. An
 * entity that was asked for by the name of an interface object is called so in the answer, too: that must not take the
 * place of the name that it has already.
 */
export function compileEntityRewrites(
  nodes: readonly Pick<FetchNode, 'inputRewrites' | 'outputRewrites'>[],
  isSubtype: TypeTest,
): Rewriter | null {
  const rewrite = compileRewrites(nodes[0]?.outputRewrites, isSubtype);
  const given = new Set<unknown>();
  for (const each of nodes.flatMap(({ inputRewrites = [] }) => inputRewrites))
    if (each.kind === 'ValueSetter') given.add(each.setValueTo);
  if (given.size === 0) return rewrite;
  return (entity) => {
    rewrite?.(entity);
    if (given.has(entity.__typename)) delete entity.__typename;
  };
}

function compileRewrite(rewrite: Rewrite, isSubtype: TypeTest): (value: unknown) => void {
  const last = rewrite.path.at(-1);
  if (last === undefined || last.startsWith(CONDITION))
    throw new Error(`Unknown output rewrite in a query plan: ${JSON.stringify(rewrite)}`);
  const change = (object: Data): void => {
    if (rewrite.kind === 'ValueSetter') {
      object[last] = rewrite.setValueTo;
    } else if (object[last] !== undefined) {
      object[rewrite.renameKeyTo] = object[last];
      object[last] = undefined;
    }
  };
  return rewrite.path.slice(0, -1).reduceRight<(object: Data) => void>((next, step) => {
    if (!step.startsWith(CONDITION))
      return (object) => {
        onEach(object[step], next);
      };
    const condition = step.slice(CONDITION.length);
    return (object) => {
      const typeName = object.__typename;
      if (typeof typeName !== 'string' || isSubtype(typeName, condition)) next(object);
    };
  }, change) as (value: unknown) => void;
}

function onEach(value: unknown, change: (object: Data) => void): void {
  if (Array.isArray(value)) for (const element of value) onEach(element, change);
  else if (isData(value)) change(value);
}
