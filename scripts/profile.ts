import type { Profile } from '../subgraphs/kit/department.ts';
import { Failure } from './failure.ts';

/** How much synthetic data there is to choose from. */
export const profiles: readonly Profile[] = ['small', 'medium', 'large'];

/**
 * Reads the name of a profile; null stays null.
 * @throws Failure when there is no such profile
 */
export function profileOf(name: string): Profile;
export function profileOf(name: string | null): Profile | null;
export function profileOf(name: string | null): Profile | null {
  if (name === null) return null;
  const found = profiles.find((profile) => profile === name);
  if (found !== undefined) return found;
  throw new Failure(`There is no profile "${name}". Profiles: ${profiles.join(', ')}.`, 2);
}
