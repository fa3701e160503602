import { defaultComplexity } from '../gateway/limits/complexity.ts';
import { defaultConcurrent, defaultRates } from '../gateway/limits/rate.ts';
import type { GatewayOptions } from '../gateway/gateway.ts';
import { defaultEngineLimits } from '../gateway/plan/engine.ts';
import { defaultWarmUp } from '../gateway/pipeline/warm-up.ts';
import { defaultHttpLimits } from '../gateway/server.ts';
import { Failure } from './failure.ts';

const defaults: Readonly<Record<string, number>> = {
  ...defaultComplexity,
  departmentPerSecond: defaultRates.department.perSecond,
  departmentBurst: defaultRates.department.burst,
  departmentConcurrent: defaultRates.department.concurrent,
  publicPerSecond: defaultRates.public.perSecond,
  publicBurst: defaultRates.public.burst,
  publicConcurrent: defaultRates.public.concurrent,
  concurrent: defaultConcurrent,
  ...defaultHttpLimits,
  ...defaultEngineLimits,
  ...defaultWarmUp,
};

/** Every limit with its default, for help texts. */
export const limitNames = Object.entries(defaults)
  .map(([name, value]) => `${name} ${value}`)
  .join(', ');

/**
 * Reads limits written as `name=number`.
 * @throws Failure when there is no such limit, or no such number
 */
export function limitsOf(
  written: readonly string[],
): Pick<
  GatewayOptions,
  'complexity' | 'engine' | 'rates' | 'concurrent' | 'warmUp' | keyof typeof defaultHttpLimits
> {
  const limits = { ...defaults };
  for (const each of written) {
    const [name = '', ...rest] = each.split('=');
    const number = rest.join('=');
    if (!Object.hasOwn(limits, name)) {
      const known = 'cpz gateway --help lists every limit with its default';
      throw new Failure(`--limit ${each}: there is no limit "${name}"; ${known}.`, 2);
    }
    if (!/^[1-9]\d{0,8}$/.test(number)) {
      const shape = `${name}=number, a whole number from 1 to 999999999`;
      throw new Failure(`--limit takes ${shape}, not "${each}".`, 2);
    }
    limits[name] = Number(number);
  }
  const of = (name: string): number => limits[name] ?? 0;
  return {
    complexity: Object.fromEntries(Object.keys(defaultComplexity).map((name) => [name, of(name)])),
    rates: {
      department: {
        perSecond: of('departmentPerSecond'),
        burst: of('departmentBurst'),
        concurrent: of('departmentConcurrent'),
      },
      public: {
        perSecond: of('publicPerSecond'),
        burst: of('publicBurst'),
        concurrent: of('publicConcurrent'),
      },
    },
    concurrent: of('concurrent'),
    engine: Object.fromEntries(Object.keys(defaultEngineLimits).map((name) => [name, of(name)])),
    warmUp: { warmOperations: of('warmOperations'), warmMs: of('warmMs') },
    deadlineMs: of('deadlineMs'),
    bodyBytes: of('bodyBytes'),
    batch: of('batch'),
  };
}
