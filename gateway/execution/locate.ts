import { isData } from './data.ts';
import type { Data } from './data.ts';

/** A path through data: response keys, and `@` for every element of a list. */
export type DataPath = readonly string[];

/** The objects at a path, in order, without nulls. With `distinct`, an object that stands there twice is given once. */
export function locate(root: Data, path: DataPath, distinct: boolean): Data[] {
  let level: unknown[] = [root];
  for (const step of path)
    level = step === '@' ? elements(level, distinct) : members(level, step, distinct);
  const found = level.filter(isData);
  return found.length > 1 && distinct ? [...new Set(found)] : found;
}

function elements(level: readonly unknown[], distinct: boolean): unknown[] {
  if (level.length === 1) return Array.isArray(level[0]) ? level[0] : [];
  const lists = distinct ? new Set(level) : level;
  const next: unknown[] = [];
  for (const list of lists) if (Array.isArray(list)) for (const element of list) next.push(element);
  return next;
}

function members(level: readonly unknown[], key: string, distinct: boolean): unknown[] {
  const objects = distinct && level.length > 1 ? new Set(level) : level;
  const next: unknown[] = [];
  for (const object of objects) {
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
