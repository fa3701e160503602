import { createPlanner } from './planner.ts';
import { type Planning, type PlanningLimits, planOf } from './planning.ts';

/** Plans on this thread, for as long as it takes. */
export function planHere(sdl: string, limits: PlanningLimits): Planning {
  const { facts, plan } = createPlanner(sdl, limits);
  return {
    facts,
    plan: (document, overrides) =>
      Promise.resolve().then(() => planOf(plan(document, overrides), limits)),
    close: () => Promise.resolve(),
  };
}
