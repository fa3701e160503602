import type { Represent } from './representations.ts';
import { compileRepresentation } from './representations.ts';
import type { EntitySlot } from './combine.ts';
import type { Data } from './data.ts';
import { locate } from './locate.ts';
import type { DataPath } from './locate.ts';
import type { Run } from './run.ts';
import type { TypeTest } from './types.ts';

/** Entities to ask for: each representation once, with every place where its answer belongs. */
export interface Gathered {
  /** JSON texts of the representations, each different from the others. */
  readonly texts: readonly string[];
  readonly targets: readonly Target[];
}

/** One object that waits for the entity at `index`. */
export interface Target {
  readonly object: Data;
  readonly index: number;
  readonly path: DataPath;
}

/** Finds the entities of a slot in the data fetched so far. */
export type Gather = (run: Run) => Gathered;

/** Compiles the search for a slot's entities. */
export function compileGather(slot: EntitySlot, isSubtype: TypeTest): Gather {
  const sources = slot.fetches.map(({ node, path }): { path: DataPath; represent: Represent } => ({
    path: path ?? [],
    represent: compileRepresentation(node.requires ?? [], node.inputRewrites ?? [], isSubtype),
  }));
  return (run) => {
    const targets: Target[] = [];
    const texts: string[] = [];
    const known = new Map<string, number>();
    for (const { path, represent } of sources) {
      for (const object of locate(run.data, path, run.hasShared)) {
        const text = represent(object);
        if (text === null) continue;
        let index = known.get(text);
        if (index === undefined) {
          index = texts.length;
          known.set(text, index);
          texts.push(text);
        } else {
          run.hasShared = true;
        }
        targets.push({ object, index, path });
      }
    }
    return { texts, targets };
  };
}
