import { stream } from './random.ts';

/** A keyed hash in the place of somebody: letters and digits that say nothing. */
export function token(kind: string, of: string): string {
  const random = stream(`${kind}/${of}`);
  let text = kind.charAt(0);
  while (text.length < 25) text += random.int(0, 35).toString(36);
  return text;
}
