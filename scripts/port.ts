import { Failure } from './failure.ts';

/**
 * Reads a port.
 * @throws Failure when it is no whole number from 0 to 65535
 */
export function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new Failure(`A port is a whole number from 0 to 65535, not "${text}".`, 2);
}
