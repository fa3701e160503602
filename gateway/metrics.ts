import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { observePlans, type PlanCounts } from './plan-metrics.ts';
import { observePolicies, type PolicyState } from './policy-metrics.ts';

/** Counts of a gateway, and how long its requests take. */
export interface Metrics {
  /** Counts a request that has been answered. */
  readonly observe: (route: string, status: number, elapsedMs: number) => void;
  readonly registry: Registry;
}

/** Requests of a route with one status: how long each took, until prom-client is told. */
interface Series {
  readonly route: string;
  readonly status: string;
  readonly waiting: number[];
}

/** A request costs less when many are counted together than when each is, amidst all else. */
const together = 1_000;

/**
 * Begins to count.
 * @param underWay requests under way now, by who asks
 */
export function createMetrics(
  policies: PolicyState,
  plans: PlanCounts,
  underWay: Readonly<Record<string, number>>,
): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  observePolicies(registry, policies);
  observePlans(registry, plans);
  new Gauge({
    name: 'cpz_requests_under_way',
    help: 'Requests whose answer has not left yet, of the public and of departments.',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      for (const [kind, count] of Object.entries(underWay)) this.set({ kind }, count);
    },
  });
  const series = new Map<string, Series>();
  const collect = (): void => {
    for (const each of series.values()) count(each);
  };
  const requests = new Counter({
    name: 'cpz_requests_total',
    help: 'Requests by route and status.',
    labelNames: ['route', 'status'],
    registers: [registry],
    collect,
  });
  const seconds = new Histogram({
    name: 'cpz_request_seconds',
    help: 'How long requests took, by route.',
    labelNames: ['route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
    collect,
  });
  const count = ({ route, status, waiting }: Series): void => {
    requests.inc({ route, status }, waiting.length);
    for (const elapsedMs of waiting) seconds.observe({ route }, elapsedMs / 1000);
    waiting.length = 0;
  };
  return {
    observe: (route, status, elapsedMs) => {
      const key = `${status} ${route}`;
      let known = series.get(key);
      if (known === undefined) {
        known = { route, status: String(status), waiting: [] };
        series.set(key, known);
      }
      known.waiting.push(elapsedMs);
      if (known.waiting.length >= together) count(known);
    },
    registry,
  };
}

/** Counts requests of every route of a server, and serves all at `/metrics` in the format of Prometheus. */
export function serveMetrics(app: FastifyInstance, { observe, registry }: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    observe(request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime);
    done();
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
