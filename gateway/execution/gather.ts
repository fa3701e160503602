import type { EntitySlot } from './combine.ts';
import type { Data } from './data.ts';
import { locate, pathTo } from './locate.ts';
import type { DataPath } from './locate.ts';
import { compileRepresentation } from './representations.ts';
import type { Represent, Shape } from './representations.ts';
import type { Run } from './run.ts';
import type { TypeTest } from './types.ts';

/** One entity to ask for, with every object that waits for it. */
export interface Gathered {
  /** Its representation as JSON text, another for each entity of a request. */
  readonly text: string;
  readonly objects: Data[];
  /** Where the first of the objects stands. */
  readonly path: DataPath;
}

/** Where an entity stands first: keys and indices from the root. Null if it is nowhere. */
export function placeOfEntity(
  { data }: Run,
  { objects: [first], path }: Gathered,
): (string | number)[] | null {
  return first === undefined ? null : pathTo(data, path, first);
}

/** Finds the entities of a slot in the data fetched so far, in the order in which they are asked for. */
export type Gather = (run: Run) => Gathered[];

/** Compiles the search for a slot's entities. */
export function compileGather(slot: EntitySlot, isSubtype: TypeTest): Gather {
  const known = new Map<string, Represent>();
  const sources = slot.fetches.map(({ node, path }) => {
    const { requires = [], inputRewrites = [] } = node;
    const key = JSON.stringify([requires, inputRewrites]);
    let represent = known.get(key);
    if (represent === undefined)
      known.set(key, (represent = compileRepresentation(requires, inputRewrites, isSubtype)));
    return { path: path ?? [], represent };
  });
  return (run) => {
    const gathering = new Gathering();
    for (const { path, represent } of sources)
      for (const object of locate(run.data, path, run.hasShared)) {
        const shape = represent(object);
        if (shape !== null) gathering.add(object, shape, path);
      }
    if (gathering.hasShared) run.hasShared = true;
    return gathering.entities;
  };
}

/** Entities as they are found: each representation once. */
export class Gathering {
  readonly entities: Gathered[] = [];
  /** Whether two objects wait for one entity. */
  hasShared = false;
  readonly #byText = new Map<string, Gathered>();
  /** By the one value that tells objects of a shape apart, so that no text is made for one that is known. */
  readonly #byValue = new Map<Shape, Map<unknown, Gathered>>();

  /** Adds an object unless it lacks something that its representation needs. */
  add(object: Data, shape: Shape, path: DataPath): void {
    const values = shape.only === null ? null : this.#valuesOf(shape);
    const value = shape.only === null ? null : object[shape.only];
    let entity = values?.get(value);
    if (entity === undefined) {
      const text = shape.write(object);
      if (text === null) return;
      entity = this.#byText.get(text);
      if (entity === undefined) {
        entity = { text, objects: [object], path };
        this.#byText.set(text, entity);
        this.entities.push(entity);
        values?.set(value, entity);
        return;
      }
      values?.set(value, entity);
    }
    entity.objects.push(object);
    this.hasShared = true;
  }

  #valuesOf(shape: Shape): Map<unknown, Gathered> {
    let values = this.#byValue.get(shape);
    if (values === undefined) this.#byValue.set(shape, (values = new Map<unknown, Gathered>()));
    return values;
  }
}
