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
  /** The first entity of a shape with a value, so that no text is made for an object that has all the same values. */
  readonly #byValue = new Map<Shape, Map<unknown, Gathered>>();

  /** Adds an object unless it lacks something that its representation needs. */
  add(object: Data, shape: Shape, path: DataPath): void {
    const alike = this.#alike(object, shape);
    if (alike !== null) {
      this.#wait(alike, object);
      return;
    }
    const text = shape.write(object);
    if (text === null) return;
    const known = this.#byText.get(text);
    if (known !== undefined) {
      this.#wait(known, object);
      return;
    }
    const entity: Gathered = { text, objects: [object], path };
    this.#byText.set(text, entity);
    this.entities.push(entity);
    const [first] = shape.values ?? [];
    if (first === undefined) return;
    const values = this.#byValue.get(shape);
    if (values === undefined) this.#byValue.set(shape, new Map([[object[first], entity]]));
    else if (!values.has(object[first])) values.set(object[first], entity);
  }

  #alike(object: Data, shape: Shape): Gathered | null {
    const { values } = shape;
    const [first] = values ?? [];
    if (values === null || first === undefined) return null;
    const entity = this.#byValue.get(shape)?.get(object[first]);
    const [sample] = entity?.objects ?? [];
    if (entity === undefined || sample === undefined) return null;
    for (const key of values) if (object[key] !== sample[key]) return null;
    return entity;
  }

  #wait(entity: Gathered, object: Data): void {
    entity.objects.push(object);
    this.hasShared = true;
  }
}
