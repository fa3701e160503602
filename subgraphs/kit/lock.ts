import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Takes a folder for this process: two processes over one embedded database lose data silently.
 * A lock whose process has ended is taken over.
 * @returns a function that gives the folder back
 * @throws Error naming the process that holds it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, 'lock');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(await readFile(file, 'utf8').catch(() => ''));
      if (isAlive(holder)) {
        throw new Error(
          `${folder} is in use by process ${holder}. End it, or choose another data folder.`,
        );
      }
      await rm(file, { force: true });
    }
  }
  throw new Error(`${folder} is being opened by another process. Try again.`);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
