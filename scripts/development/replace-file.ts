import { readFile, rename, writeFile } from 'node:fs/promises';

/** Puts a text in place of a file's whole, unless it stands there; who reads meanwhile gets one or the other. */
export async function replaceFile(file: string, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => null)) === text) return;
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, file);
}
