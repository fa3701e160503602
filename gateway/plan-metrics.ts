import { Counter, type Registry } from 'prom-client';

/** How often the planner was asked: by a request that waited for it, and ahead of any. */
export interface PlanCounts {
  atRequest: number;
  ahead: number;
}

/** Counts plans: those that requests waited for say whether enough is planned ahead. */
export function observePlans(registry: Registry, plans: PlanCounts): void {
  new Counter({
    name: 'cpz_plans_total',
    help: 'Operations planned, for a request that waited (request) or ahead of a reload (ahead).',
    labelNames: ['when'],
    registers: [registry],
    collect() {
      this.reset();
      this.inc({ when: 'request' }, plans.atRequest);
      this.inc({ when: 'ahead' }, plans.ahead);
    },
  });
}
