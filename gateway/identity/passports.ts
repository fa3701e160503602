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

/**
 * Passports, signed once and shown for half a minute: to the same subgraph, for the same principal, under the same
 * table. What differs between two requests of one principal travels in headers of its own.
 */
export function createPassports(signer: Signer): Passports {
  const issued = new LRUCache<string, string | Promise<string>>({ max: 20_000, ttl: reuseMs });
  const keys = new WeakMap<Principal, string>();
  const keyOf = (principal: Principal): string => {
    let key = keys.get(principal);
    if (key === undefined) keys.set(principal, (key = JSON.stringify(principal)));
    return key;
  };
  return (principal, subgraph, table) => {
    const key = `${subgraph}\n${table}\n${keyOf(principal)}`;
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
