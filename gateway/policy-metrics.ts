import { Counter, Gauge, type Registry } from 'prom-client';
import type { PolicyTable } from '../policies/index.ts';

/** Which policies are in force, and how often they were read again. */
export interface PolicyState {
  readonly inForce: () => PolicyTable;
  readonly reloads: { readonly applied: number; readonly refused: number };
}

/** Measures policies: the release and table in force, when the table changes by itself, and reloads. */
export function observePolicies(registry: Registry, { inForce, reloads }: PolicyState): void {
  new Gauge({
    name: 'cpz_policies_in_force',
    help: '1 for the release of policies and the decision table in force.',
    labelNames: ['release', 'table'],
    registers: [registry],
    collect() {
      const { version, policies } = inForce();
      this.reset();
      this.set({ release: policies.release, table: version }, 1);
    },
  });
  new Gauge({
    name: 'cpz_policies_next_change_timestamp_seconds',
    help: 'When the next agreement or disclosure begins or ends; 0 if none does.',
    registers: [registry],
    collect() {
      this.set((inForce().nextChange?.getTime() ?? 0) / 1000);
    },
  });
  new Counter({
    name: 'cpz_policy_decisions_total',
    help: 'How often a decision of the table in force was asked for; a request that is known asks for none.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(inForce().timesAsked());
    },
  });
  new Counter({
    name: 'cpz_policies_reloads_total',
    help: 'How often supergraph, policies and issuers were read again, by outcome.',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      this.reset();
      this.inc({ outcome: 'applied' }, reloads.applied);
      this.inc({ outcome: 'refused' }, reloads.refused);
    },
  });
}
