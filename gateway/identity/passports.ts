import { LRUCache } from 'lru-cache';
import type { Principal } from '../../policies/index.ts';
import type { Signer } from './signer.ts';

/** Gives the passport of a principal for a subgraph. */
export type Passports = (principal: Principal, subgraph: string, table: string) => Promise<string>;

/** Half of a passport's life: one that is given out can always be shown once more. */
const reuseMs = 30_000;

/**
 * Passports, signed once and shown for half a minute: to the same subgraph, for the same principal, under the same
 * table. What differs between two requests of one principal travels in headers of its own.
 */
export function createPassports(signer: Signer): Passports {
  const issued = new LRUCache<string, Promise<string>>({ max: 20_000, ttl: reuseMs });
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
      passport = signer.passport({ aud: subgraph, principal, table });
      issued.set(key, passport);
    }
    return passport;
  };
}
