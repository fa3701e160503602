import { LRUCache } from 'lru-cache';
import type { Principal } from '../../policies/index.ts';
import type { Signer } from './signer.ts';

/** Gives the passport of a principal for a subgraph: at once, if it is signed already. */
export type Passports = (
  principal: Principal,
  subgraph: string,
  table: string,
) => string | Promise<string>;

/** Half of a passport's life: one that is given out can always be shown once more. */
const reuseMs = 30_000;

/** What a passport is kept by, under one table. */
interface Key {
  readonly table: string;
  readonly text: string;
}

/**
 * Passports, signed once and shown for half a minute: to the same subgraph, for the same principal, under the same
 * table. What differs between two requests of one principal travels in headers of its own.
 */
export function createPassports(signer: Signer): Passports {
  const issued = new LRUCache<string, string | Promise<string>>({ max: 20_000, ttl: reuseMs });
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
    let passport = issued.get(key);
    if (passport === undefined) {
      const signing = signer.passport({ aud: subgraph, principal, table });
      passport = signing;
      issued.set(key, signing);
      signing.then(
        (signed) => {
          // It lives from now on, as its text says, and not from when it was asked for.
          if (issued.peek(key) === signing) issued.set(key, signed);
        },
        () => issued.delete(key),
      );
    }
    return passport;
  };
}
