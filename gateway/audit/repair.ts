import type { FileHandle } from 'node:fs/promises';

const newline = 10;
const chunkBytes = 1024 * 1024;

/**
 * Cuts off what follows the last line end: a record that a crash tore was never answered for.
 * @returns the number of whole records in the file
 */
export async function repair(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  const chunk = Buffer.alloc(chunkBytes);
  let records = 0;
  let whole = 0;
  for (let at = 0; at < size;) {
    const { bytesRead } = await handle.read(chunk, 0, chunkBytes, at);
    if (bytesRead === 0) break;
    for (let index = 0; index < bytesRead; index += 1) {
      if (chunk[index] !== newline) continue;
      records += 1;
      whole = at + index + 1;
    }
    at += bytesRead;
  }
  if (whole < size) {
    await handle.truncate(whole);
    await handle.datasync();
  }
  return records;
}
