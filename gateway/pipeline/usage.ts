import { Kind } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../../policies/index.ts';
import type { AuthorizedDocument } from '../authorize/authorize-document.ts';
import type { ValidDocument } from '../authorize/valid-document.ts';
import type { Authorized } from './stages.ts';

/** An operation that is asked for: enough to plan it anew, and nothing of what anybody asked about. */
export interface Popular {
  readonly text: string;
  readonly operationName: string | null;
  /** Somebody who asks it; what is decided is the same for all of the class. */
  readonly principal: Principal;
  /** The Boolean variables, on which `@skip` and `@include` may depend. */
  readonly switches: Readonly<Record<string, boolean>>;
}

interface Entry extends Popular {
  times: number;
}

interface Known {
  readonly switches: readonly string[];
  readonly entries: Map<string, Entry>;
}

/** How often each operation is asked for, by whom; outlives the supergraph. */
export interface Usage {
  readonly note: (authorized: Authorized, text: string) => void;
  /** The operations asked for most, the most first. What was asked for long ago counts half after each call. */
  readonly most: (count: number) => readonly Popular[];
}

/** Makes an empty record of usage; the operations that have not been asked for longest are forgotten. */
export function createUsage(): Usage {
  const entries = new LRUCache<string, Entry>({ max: 2_000 });
  // A warm request finds its entry by what was decided about its document, without making a key.
  const known = new WeakMap<AuthorizedDocument, Known>();
  const entryOf = ({ parsed, authorized }: Authorized, text: string): Entry => {
    const { identified, valid, variables } = parsed;
    let ofDocument = known.get(authorized);
    if (ofDocument === undefined) {
      ofDocument = { switches: switchesOf(valid), entries: new Map() };
      known.set(authorized, ofDocument);
    }
    const names = ofDocument.switches;
    const written = names.length === 0 ? '' : names.map((name) => String(variables[name])).join();
    let entry = ofDocument.entries.get(written);
    if (entry === undefined) {
      const key = `${identified.cls.key}\n${valid.hash}\n${written}`;
      const { operationName } = identified.arrived;
      const { principal } = identified;
      const switches = Object.fromEntries(names.map((name) => [name, variables[name] === true]));
      entry = entries.get(key) ?? { text, operationName, principal, switches, times: 0 };
      entries.set(key, entry);
      // A client may make up any number of them.
      if (ofDocument.entries.size < 64) ofDocument.entries.set(written, entry);
    }
    return entry;
  };
  return {
    note: (authorized, text) => {
      entryOf(authorized, text).times += 1;
    },
    most: (count) => {
      const sorted = [...entries.values()].sort((one, other) => other.times - one.times);
      for (const entry of sorted) entry.times /= 2;
      return sorted.slice(0, count);
    },
  };
}

/** Names of an operation's Boolean variables. */
function switchesOf({ operation }: ValidDocument): readonly string[] {
  return (operation.variableDefinitions ?? []).flatMap(({ variable, type }) => {
    const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
    const isBoolean = named.kind === Kind.NAMED_TYPE && named.name.value === 'Boolean';
    return isBoolean ? [variable.name.value] : [];
  });
}
