import type { FastifyInstance } from 'fastify';
import { observePlans, type PlanCounts } from './plan-metrics.ts';
import { observePolicies, type PolicyState } from './policy-metrics.ts';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** Counts requests and measures them; serves both at `/metrics` in the format of Prometheus. */
export function observeMetrics(
  app: FastifyInstance,
  policies: PolicyState,
  plans: PlanCounts,
): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  observePolicies(registry, policies);
  observePlans(registry, plans);
  const requests = new Counter({
    name: 'cpz_requests_total',
    help: 'Requests by route and status.',
    labelNames: ['route', 'status'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'cpz_request_seconds',
    help: 'How long requests took, by route.',
    labelNames: ['route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  // A label set is looked up once: prom-client sorts and hashes it each time.
  const series = new Map<string, (elapsedMs: number) => void>();
  const seriesOf = (route: string, status: number): ((elapsedMs: number) => void) => {
    const count = requests.labels(route, String(status));
    const time = seconds.labels(route);
    return (elapsedMs) => {
      count.inc();
      time.observe(elapsedMs / 1000);
    };
  };
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const key = `${reply.statusCode} ${route}`;
    let observe = series.get(key);
    if (observe === undefined) series.set(key, (observe = seriesOf(route, reply.statusCode)));
    observe(reply.elapsedTime);
    done();
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
