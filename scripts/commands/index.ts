import type { Command } from 'commander';

/** A command of `cpz`, loaded when it is named. */
interface Listed {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<(program: Command) => void>;
}

/** Every command of `cpz`, in the order in which the help shows them. */
export const commands: readonly Listed[] = [
  {
    name: 'dev',
    summary: 'start everything on this machine: departments, gateway, explorer',
    load: async () => (await import('./dev.ts')).registerDev,
  },
  {
    name: 'gateway',
    summary: 'start the gateway alone, over any supergraph',
    load: async () => (await import('./gateway.ts')).registerGateway,
  },
  {
    name: 'subgraph',
    summary: "start one department's subgraph alone",
    load: async () => (await import('./subgraph.ts')).registerSubgraph,
  },
  {
    name: 'web',
    summary: 'start the public pages alone, over any gateway',
    load: async () => (await import('./web.ts')).registerWeb,
  },
  {
    name: 'compose',
    summary: 'compose the contracts into the supergraph and the public contract',
    load: async () => (await import('./compose.ts')).registerCompose,
  },
  {
    name: 'seed',
    summary: "fill the departments' databases with the synthetic zone",
    load: async () => (await import('./seed.ts')).registerSeed,
  },
  {
    name: 'token',
    summary: 'print a token of a development issuer',
    load: async () => (await import('./token.ts')).registerToken,
  },
  {
    name: 'credit',
    summary: 'evaluate the credit of enterprises',
    load: async () => (await import('./credit.ts')).registerCredit,
  },
  {
    name: 'policy',
    summary: 'check, explain and compare policies',
    load: async () => (await import('./policy.ts')).registerPolicy,
  },
  {
    name: 'audit',
    summary: 'verify the audit log, prove one of its records',
    load: async () => (await import('./audit.ts')).registerAudit,
  },
  {
    name: 'bench',
    summary: 'measure the gateway against others',
    load: async () => (await import('./bench.ts')).registerBench,
  },
];
