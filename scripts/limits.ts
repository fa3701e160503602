import { defaultComplexity } from '../gateway/limits/complexity.ts';
import { defaultRates } from '../gateway/limits/rate.ts';
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
 * @throws Failure that names the limits there are
 */
export function limitsOf(
  written: readonly string[],
): Pick<
  GatewayOptions,
  'complexity' | 'engine' | 'rates' | 'warmUp' | keyof typeof defaultHttpLimits
> {
  const limits = { ...defaults };
  for (const each of written) {
    const [, name = '', number = ''] = /^(\w+)=(\d{1,9})$/.exec(each) ?? [];
    if (!Object.hasOwn(limits, name) || Number(number) < 1) {
      throw new Failure(
        `--limit takes name=number, not "${each}". Limits and defaults: ${limitNames}.`,
        2,
      );
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
    engine: Object.fromEntries(Object.keys(defaultEngineLimits).map((name) => [name, of(name)])),
    warmUp: { warmOperations: of('warmOperations'), warmMs: of('warmMs') },
    deadlineMs: of('deadlineMs'),
    bodyBytes: of('bodyBytes'),
    batch: of('batch'),
  };
}
