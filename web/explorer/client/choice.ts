import { z } from 'zod';
import type { Persona } from './directory.ts';
import type { Stance } from './exchange.ts';

/** A language of the page's own words. */
export type Language = 'zh' | 'en';

const storageKey = 'cpz-explorer';

const storedShape = z.object({
  principal: z.string().nullable().catch(null),
  purpose: z.string().nullable().catch(null),
  language: z.enum(['zh', 'en']).optional().catch(undefined),
});

/** What the reader chose last: the address first, since it may be somebody's link, then this browser's memory. */
export function recall(personas: readonly Persona[]): { stance: Stance; language: Language } {
  const stored = storedShape.catch({ principal: null, purpose: null }).parse(readStorage());
  const query = new URLSearchParams(location.search);
  const asked = query.get('principal') ?? stored.principal;
  const stance = stanceOf(personas, asked, query.get('purpose') ?? stored.purpose, '');
  return {
    stance,
    language: stored.language ?? (navigator.language.startsWith('zh') ? 'zh' : 'en'),
  };
}

/** Keeps ids and codes only, nothing secret. */
export function remember(stance: Omit<Stance, 'caseReference'>, language: Language): void {
  const query = new URLSearchParams(location.search);
  query.set('principal', stance.principal ?? 'public');
  if (stance.purpose === null) query.delete('purpose');
  else query.set('purpose', stance.purpose);
  history.replaceState(null, '', `?${query.toString()}`);
  try {
    localStorage.setItem(storageKey, JSON.stringify({ ...stance, language }));
  } catch {
    // A browser without storage forgets, and works.
  }
}

/** The stance with a purpose that the principal has: the one asked for, else its first; the public names nothing. */
export function stanceOf(
  personas: readonly Persona[],
  principal: string | null,
  purpose: string | null,
  caseReference: string,
): Stance {
  const persona = personas.find(({ id }) => id === principal);
  if (persona === undefined) return { principal: null, purpose: null, caseReference: '' };
  const carried = persona.purposes.map(({ code }) => code);
  const chosen = purpose !== null && carried.includes(purpose) ? purpose : (carried[0] ?? null);
  return { principal: persona.id, purpose: chosen, caseReference };
}

function readStorage(): unknown {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? 'null');
  } catch {
    return null;
  }
}
