import type { ResponsePath, ToClientPath } from './client-paths.ts';
import type { CombinedFetch } from './combine.ts';
import { isClientFacing, subgraphFailure } from './errors.ts';
import type { ExecutionError } from './errors.ts';
import { SubgraphFailure } from './exchange.ts';
import { placeOfEntity } from './gather.ts';
import type { Gathered } from './gather.ts';
import type { Run } from './run.ts';
import type { SubgraphError } from './subgraph-answer.ts';

const COORDINATE = /^[_A-Za-z]\w*\.[_A-Za-z]\w*(\([_A-Za-z]\w*:\))?$/;

/** Reports a request that gave no usable answer, at the places that it leaves empty. */
export function reportFailure(
  run: Run,
  subgraph: string,
  error: unknown,
  paths: readonly ResponsePath[],
): void {
  const code = error instanceof SubgraphFailure ? error.code : 'SUBGRAPH_ERROR';
  const detail = error instanceof SubgraphFailure ? error.detail : undefined;
  for (const path of paths.length > 0 ? paths : [[]])
    run.errors.push(subgraphFailure(subgraph, code, path.length > 0 ? path : null, detail));
}

/**
 * Reports the errors of an answer, with the client's paths; words of the subgraph's own only where they are meant for
 * the client.
 * @param emptied places that it leaves empty if it has no data at all
 */
export function reportErrors(
  run: Run,
  { subgraph, toClientPath }: { readonly subgraph: string; readonly toClientPath: ToClientPath },
  fetch: CombinedFetch,
  gathered: readonly (readonly Gathered[])[],
  errors: readonly SubgraphError[],
  emptied: readonly ResponsePath[],
): void {
  const whole = emptied.length === 0 ? undefined : errors.find(({ path }) => path === null);
  // The request as a whole was refused, for one: the client learns it at each place that it leaves empty.
  if (whole !== undefined)
    for (const path of emptied) run.errors.push(describe(subgraph, whole, path));
  for (const error of errors) {
    if (whole !== undefined && error.path === null) continue;
    const place =
      error.path === null
        ? defaultPath(run, fetch, gathered)
        : placeOf(run, fetch, gathered, error.path);
    const path = toClientPath(place);
    run.errors.push(describe(subgraph, error, path.length > 0 ? path : null));
  }
}

function describe(
  subgraph: string,
  error: SubgraphError,
  path: ResponsePath | null,
): ExecutionError {
  if (!isClientFacing(error.code) || error.message === null)
    return subgraphFailure(subgraph, 'SUBGRAPH_ERROR', path);
  const { coordinate } = error;
  return {
    message: error.message,
    ...(path === null ? {} : { path }),
    extensions: {
      code: error.code,
      subgraph,
      ...(typeof coordinate === 'string' && COORDINATE.test(coordinate) ? { coordinate } : {}),
    },
  };
}

function placeOf(
  run: Run,
  fetch: CombinedFetch,
  gathered: readonly (readonly Gathered[])[],
  path: readonly unknown[],
): readonly unknown[] {
  const [key, entity, ...rest] = path;
  const slot = fetch.slots.findIndex((candidate) => candidate.key === key);
  if (slot < 0)
    return fetch.root?.path ? [...fetch.root.path.filter((step) => step !== '@'), ...path] : path;
  const entities = gathered[slot] ?? [];
  const waiting = (typeof entity === 'number' ? entities[entity] : undefined) ?? entities[0];
  return [...((waiting && placeOfEntity(run, waiting)) ?? []), ...rest];
}

function defaultPath(
  run: Run,
  fetch: CombinedFetch,
  gathered: readonly (readonly Gathered[])[],
): readonly unknown[] {
  const [waiting] = gathered.find((entities) => entities.length > 0) ?? [];
  return fetch.root !== null || waiting === undefined ? [] : (placeOfEntity(run, waiting) ?? []);
}
