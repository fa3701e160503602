import { planApart, type Planning, type PlanningLimits } from './planning.ts';

/** Readies planning for a supergraph. */
export type StartPlanning = (sdl: string, limits: PlanningLimits) => Promise<Planning>;

/**
 * Starts one planner for each supergraph, whoever else uses it at the time, and ends it when the last has closed it:
 * policies that are read again over the same supergraph start none. All must give the same limits.
 */
export function sharePlanning(start: StartPlanning = planApart): StartPlanning {
  const shared = new Map<string, { readonly starting: Promise<Planning>; users: number }>();
  return async (sdl, limits) => {
    const one = shared.get(sdl) ?? { starting: start(sdl, limits), users: 0 };
    shared.set(sdl, one);
    one.users += 1;
    const leave = (): boolean => {
      one.users -= 1;
      const isLast = one.users === 0;
      if (isLast) shared.delete(sdl);
      return isLast;
    };
    try {
      const planning = await one.starting;
      return { ...planning, close: async () => (leave() ? planning.close() : undefined) };
    } catch (error) {
      leave();
      throw error;
    }
  };
}
