import { write } from 'node:fs';

/**
 * Writes all of it; the callback API costs a third of a file handle's promises.
 * @param position byte of the file; null for its end
 * @throws Error of the file system
 */
export function writeWhole(fd: number, bytes: Buffer, position: number | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const from = (offset: number): void => {
      const at = position === null ? null : position + offset;
      write(fd, bytes, offset, bytes.length - offset, at, (error, written) => {
        if (error !== null) reject(error);
        else if (offset + written < bytes.length) from(offset + written);
        else resolve();
      });
    };
    from(0);
  });
}
