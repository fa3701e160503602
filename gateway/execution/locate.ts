import { isData } from './data.ts';
import type { Data } from './data.ts';

/** A path through data: response keys, and `@` for every element of a list. */
export type DataPath = readonly string[];

/**
 * The objects at a path, in order, without nulls. With `distinct`, lists and objects that stand in several places are
 * followed once; the elements of different lists are taken to be different.
 */
export function locate(root: Data, path: DataPath, distinct: boolean): Data[] {
  let level: readonly unknown[] = [root];
  // Whether the level may hold one value twice.
  let mayRepeat = false;
  for (const step of path) {
    const followed = mayRepeat && level.length > 1 ? new Set(level) : level;
    level = step === '@' ? elements(followed) : members(followed, step);
    mayRepeat = distinct && step !== '@';
  }
  const found = level.filter(isData);
  return mayRepeat && found.length > 1 ? [...new Set(found)] : found;
}

function elements(level: Iterable<unknown>): readonly unknown[] {
  if (Array.isArray(level) && level.length === 1) return Array.isArray(level[0]) ? level[0] : [];
  const next: unknown[] = [];
  for (const list of level) if (Array.isArray(list)) for (const element of list) next.push(element);
  return next;
}

function members(level: Iterable<unknown>, key: string): unknown[] {
  const next: unknown[] = [];
  for (const object of level) {
    if (!isData(object)) continue;
    const value = object[key];
    if (value !== null && value !== undefined) next.push(value);
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
