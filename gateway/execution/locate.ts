import { isData } from './data.ts';
import type { Data } from './data.ts';
import { placeOf, type Sharing } from './sharing.ts';

/** A path through data: response keys, and `@` for every element of a list. */
export type DataPath = readonly string[];

/**
 * Finds the objects at a path, in order, without nulls. Where values are shared, lists and objects that stand in several
 * places are followed once; the elements of different lists are taken to be different.
 */
export type Locate = (root: Data, sharing: Sharing) => readonly Data[];

/** Compiles the walk along a path. */
export function compileLocate(path: DataPath): Locate {
  const steps = path.map((step, index) => ({ step, place: placeOf(path.slice(0, index)) }));
  return (root, sharing) => {
    let level: readonly unknown[] = [root];
    for (const { step, place } of steps)
      level = step === '@' ? elements(level) : members(level, step, sharing.isAt(place));
    return areData(level) ? level : level.filter(isData);
  };
}

function areData(level: readonly unknown[]): level is readonly Data[] {
  return level.every(isData);
}

function elements(level: readonly unknown[]): readonly unknown[] {
  const [only] = level;
  if (level.length === 1) return Array.isArray(only) ? only : [];
  const next: unknown[] = [];
  for (const list of level) if (Array.isArray(list)) for (const element of list) next.push(element);
  return next;
}

function members(level: readonly unknown[], key: string, mayRepeat: boolean): unknown[] {
  const next: unknown[] = [];
  const met = mayRepeat && level.length > 1 ? new Set<unknown>() : null;
  for (const object of level) {
    if (!isData(object)) continue;
    const value = object[key];
    if (value === null || value === undefined) continue;
    if (met !== null) {
      if (met.has(value)) continue;
      met.add(value);
    }
    next.push(value);
  }
  return next;
}

/** Where an object stands first: keys and indices from the root. Null if it is not at the path. */
export function pathTo(root: unknown, path: DataPath, object: Data): (string | number)[] | null {
  const [step, ...rest] = path;
  if (step === undefined) return root === object ? [] : null;
  if (step !== '@') {
    if (!isData(root)) return null;
    const found = pathTo(root[step], rest, object);
    return found && [step, ...found];
  }
  if (!Array.isArray(root)) return null;
  for (const [index, element] of root.entries()) {
    const found = pathTo(element, rest, object);
    if (found) return [index, ...found];
  }
  return null;
}
