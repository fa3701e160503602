import type { EntitySlot } from './combine.ts';
import type { Data } from './data.ts';
import { compileLocate, pathTo } from './locate.ts';
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
    return { path: path ?? [], locate: compileLocate(path ?? []), represent };
  });
  return (run) => {
    const gathering = new Gathering();
    for (const { path, locate, represent } of sources)
      for (const object of locate(run.data, run.sharing)) {
        const shape = represent(object);
        if (shape !== null) gathering.add(object, shape, path);
      }
    return gathering.entities;
  };
}

/** Entities as they are found: each representation once. */
export class Gathering {
  readonly entities: Gathered[] = [];
  /** The shape of all entities so far; null when there are several. */
  #shape: Shape | null = null;
  /** By the first value in which objects of that shape can differ, the first entity of each. */
  readonly #byValue = new Map<unknown, Gathered>();
  /** Made when values do not tell the entities apart. */
  #byText: Map<string, Gathered> | null = null;

  /** Adds an object unless it lacks something that its representation needs. */
  add(object: Data, shape: Shape, path: DataPath): void {
    const value = this.#telling(object, shape);
    const alike = value === undefined ? undefined : this.#byValue.get(value);
    if (alike !== undefined && areAlike(alike.objects[0], object, shape)) {
      alike.objects.push(object);
      return;
    }
    const text = shape.write(object);
    if (text === null) return;
    if (value === undefined || alike !== undefined)
      this.#byText ??= new Map(this.entities.map((one) => [one.text, one]));
    const known = this.#byText?.get(text);
    if (known !== undefined) {
      known.objects.push(object);
      return;
    }
    const entity: Gathered = { text, objects: [object], path };
    this.entities.push(entity);
    this.#byText?.set(text, entity);
    if (value !== undefined && alike === undefined) this.#byValue.set(value, entity);
  }

  /** The value that says most often which entity an object is; undefined where there is none. */
  #telling(object: Data, shape: Shape): unknown {
    this.#shape ??= this.entities.length === 0 ? shape : null;
    if (shape !== this.#shape) {
      this.#shape = null;
      return undefined;
    }
    const [first] = shape.leaves ?? [];
    const value = first === undefined ? undefined : object[first];
    return typeof value === 'string' || typeof value === 'number' ? value : undefined;
  }
}

/** Whether two objects of a shape surely have one representation. */
function areAlike(one: Data | undefined, other: Data, { leaves }: Shape): boolean {
  if (one === undefined || leaves === null) return false;
  for (const leaf of leaves) if (one[leaf] !== other[leaf]) return false;
  return true;
}
