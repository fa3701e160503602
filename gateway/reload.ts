import { watch } from 'node:fs';

/** Stops watching. */
export type StopWatching = () => void;

/**
 * Calls back after files or folders have changed and come to rest: an editor or a release writes several at once.
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
  const watchers = paths.map((path) => {
    const watcher = watch(path, { recursive: true, persistent: false }, soon);
    // A folder that is replaced as a whole cannot be watched on; SIGHUP reads it again.
    watcher.on('error', () => undefined);
    return watcher;
  });
  return () => {
    if (timer !== null) clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
