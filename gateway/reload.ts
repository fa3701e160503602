import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';

/** Stops watching. */
export type StopWatching = () => void;

/**
 * Calls back after files or folders have changed and come to rest: an editor or a release writes several at once.
 * Each is watched from the folder that holds it, so that it may also be replaced as a whole, by renaming another in
 * its place or by turning a symbolic link.
 * @param restMs how long nothing may change before the call
 */
export function watchFiles(
  paths: readonly string[],
  restMs: number,
  changed: () => void,
): StopWatching {
  let timer: NodeJS.Timeout | null = null;
  const soon = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(changed, restMs);
    timer.unref();
  };
  const stops = paths.map((each) => watchPath(path.resolve(each), soon));
  return () => {
    if (timer !== null) clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

function watchPath(place: string, changed: () => void): StopWatching {
  const folder = path.dirname(place);
  const watchers = new Set<FSWatcher>();
  let standing: Standing | null = null;
  let looked = false;
  let inside: FSWatcher | null = null;
  let stopped = false;
  const look = async (): Promise<void> => {
    const found = await standingOf(place);
    if (stopped || (looked && found?.mark === standing?.mark)) return;
    const isAnother = found?.file !== standing?.file;
    const isFirst = !looked;
    looked = true;
    standing = found;
    if (isAnother && found?.isFolder === true) {
      inside?.close();
      inside = open(place, true, changed);
    }
    if (!isFirst && found !== null) changed();
  };
  const open = (at: string, recursive: boolean, heard: () => void): FSWatcher => {
    const watcher = watch(at, { recursive, persistent: false }, heard);
    // What is taken away cannot be watched on: the folder around it tells when there is another.
    watcher.on('error', () => undefined);
    watchers.add(watcher);
    return watcher;
  };
  open(folder, false, () => void look());
  void look();
  return () => {
    stopped = true;
    for (const watcher of watchers) watcher.close();
  };
}

/** What stands at a path: which file, and in which state. */
interface Standing {
  readonly file: string;
  readonly mark: string;
  readonly isFolder: boolean;
}

async function standingOf(place: string): Promise<Standing | null> {
  const found = await stat(place).catch(() => null);
  if (found === null) return null;
  const file = `${found.dev}:${found.ino}`;
  return { file, mark: `${file}:${found.mtimeMs}:${found.size}`, isFolder: found.isDirectory() };
}
