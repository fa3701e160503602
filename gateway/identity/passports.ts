import { LRUCache } from 'lru-cache';
import type { Principal } from '../../policies/index.ts';
import type { SubgraphHeaders } from '../plan/compiled.ts';
import type { Signer } from './signer.ts';

/** Gives the headers with a principal's passport for a subgraph: at once, if it is signed already. */
export type Passports = (
  principal: Principal,
  subgraph: string,
  table: string,
) => SubgraphHeaders | Promise<SubgraphHeaders>;

/** Half of a passport's life: one that is given out can always be shown once more. */
const reuseMs = 30_000;

/** What a passport is kept by, under one table. */
interface Key {
  readonly table: string;
  readonly text: string;
}

interface Issued {
  readonly headers: SubgraphHeaders | Promise<SubgraphHeaders>;
  /** Until when it is shown, by the clock of `performance`. A cache that looks after that sets a timer for each look. */
  readonly until: number;
}

/**
 * Passports, signed once and shown for half a minute: to the same subgraph, for the same principal, under the same
 * table. What differs between two requests of one principal travels in headers of its own.
 */
export function createPassports(signer: Signer): Passports {
  const issued = new LRUCache<string, Issued>({ max: 20_000 });
  // One text for all requests of a principal: to put it together and hash it again for each would cost more than the rest.
  const keys = new WeakMap<Principal, Map<string, Key>>();
  const keyOf = (principal: Principal, subgraph: string, table: string): string => {
    let ofPrincipal = keys.get(principal);
    if (ofPrincipal === undefined) keys.set(principal, (ofPrincipal = new Map<string, Key>()));
    let key = ofPrincipal.get(subgraph);
    if (key?.table !== table) {
      key = { table, text: `${subgraph}\n${table}\n${JSON.stringify(principal)}` };
      ofPrincipal.set(subgraph, key);
    }
    return key.text;
  };
  return (principal, subgraph, table) => {
    const key = keyOf(principal, subgraph, table);
    // It is set anew each half minute: to note that it was used would say no more, and cost as much as to find it.
    const known = issued.peek(key);
    if (known !== undefined && performance.now() < known.until) return known.headers;
    const signing = signer
      .passport({ aud: subgraph, principal, table })
      .then((passport): SubgraphHeaders => ({ 'gateway-passport': passport }));
    const entry = { headers: signing, until: performance.now() + reuseMs };
    issued.set(key, entry);
    signing.then(
      (headers) => {
        // It lives from now on, as its text says, and not from when it was asked for.
        if (issued.peek(key) === entry)
          issued.set(key, { headers, until: performance.now() + reuseMs });
      },
      () => {
        if (issued.peek(key) === entry) issued.delete(key);
      },
    );
    return signing;
  };
}
