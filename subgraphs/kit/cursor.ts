import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Cursors } from './context.ts';
import { Refusal } from './refusal.ts';

const places = z.array(z.union([z.string(), z.number(), z.null()]));

/**
 * Cursors encrypted with AES-256-GCM, so that a sort key that the caller may not read does not travel in one.
 * @param secret any text; the key is its SHA-256
 */
export function createCursors(secret: string): Cursors {
  const key = createHash('sha256').update(secret).digest();
  return {
    seal: (place, scope) => {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(scope));
      const sealed = Buffer.concat([cipher.update(JSON.stringify(place), 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open: (cursor, scope) => {
      try {
        const bytes = Buffer.from(cursor, 'base64url');
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), {
          authTagLength: 16,
        })
          .setAAD(Buffer.from(scope))
          .setAuthTag(bytes.subarray(12, 28));
        const text = Buffer.concat([
          decipher.update(bytes.subarray(28)),
          decipher.final(),
        ]).toString('utf8');
        return places.parse(JSON.parse(text));
      } catch {
        throw new Refusal(
          'BAD_USER_INPUT',
          'after: this is no cursor of this list. Give the endCursor of a page of the same list with the same filter.',
        );
      }
    },
  };
}
