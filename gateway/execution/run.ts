import type { ExecutionContext } from '../plan/compiled.ts';
import type { Data } from './data.ts';
import type { ExecutionError } from './errors.ts';
import type { KnownEntities } from './known-entities.ts';
import { Sharing } from './sharing.ts';

/** One execution of a compiled plan: the data as it grows, and what went wrong. */
export interface Run {
  readonly context: ExecutionContext;
  readonly data: Data;
  readonly errors: ExecutionError[];
  /** What fetches that are asked for again have got. */
  readonly entities: KnownEntities;
  readonly sharing: Sharing;
  /** Whether what an object gets depends on where it stands, so that no two places may share one. */
  readonly hasContexts: boolean;
}

/** A part of a compiled plan. It never rejects: what goes wrong is in `run.errors`. */
export type Step = (run: Run) => Promise<unknown>;

/** An execution that has fetched nothing yet. */
export function startRun(context: ExecutionContext, hasContexts = false): Run {
  return {
    context,
    data: {},
    errors: [],
    entities: new Map(),
    sharing: new Sharing(),
    hasContexts,
  };
}
