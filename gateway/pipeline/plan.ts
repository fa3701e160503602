import { LRUCache } from 'lru-cache';
import type { Signer } from '../identity/signer.ts';
import type { CompiledOperation } from '../plan/compiled.ts';
import type { Engine } from '../plan/engine.ts';
import { keepSuccess } from '../plan/keep-success.ts';
import { createHash } from 'node:crypto';
import type { Authorized, Planned } from './stages.ts';

/** Plans requests: at once, if the operation is compiled already. */
export type Plan = (authorized: Authorized) => Planned | Promise<Planned>;

/** Makes the step: an authorised operation is planned, its tickets are signed and its execution compiled once. */
export function createPlan(engine: Engine, signer: Signer): Plan {
  const known = new LRUCache<string, Promise<CompiledOperation>>({ max: 1_000 });
  const ready = new WeakMap<Promise<CompiledOperation>, CompiledOperation>();
  return (authorized) => {
    const { operation } = authorized.authorized;
    const { identified } = authorized.parsed;
    const { cls, table } = identified;
    let compiled = known.get(operation.key);
    if (compiled === undefined) {
      compiled = engine.compile(
        operation,
        ({ subgraph, document, beyond }) =>
          signer.ticket({
            aud: subgraph,
            document: createHash('sha256').update(document).digest('base64url'),
            class: cls.key,
            table: table.version,
            beyond,
          }),
        identified.asker,
      );
      keepSuccess(known, operation.key, compiled);
    }
    const making = compiled;
    const made = ready.get(making);
    if (made !== undefined) return { authorized, compiled: made };
    return making.then((compiled) => {
      ready.set(making, compiled);
      return { authorized, compiled };
    });
  };
}
