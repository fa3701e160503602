import { open } from 'node:fs/promises';
import { platform } from 'node:process';

/** Resolves when the names in a folder are on disk, as those of files that were made or renamed there. */
export async function syncFolder(folder: string): Promise<void> {
  // A folder cannot be opened there.
  if (platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
