import { documents } from '../documents/index.ts';
import type { Visit } from '../page.ts';
import { type EnterpriseRecord, readEnterprise } from './enterprise.ts';
import { faultOf } from './sought.ts';

/** The enterprise that an address names, or why it is not there. */
export type Loaded =
  | { readonly kind: 'known'; readonly record: EnterpriseRecord }
  | { readonly kind: 'unknown'; readonly why: string }
  | { readonly kind: 'unavailable' };

/** Reads the enterprise that an address names by `:uscc`. */
export async function loadEnterprise(visit: Visit): Promise<Loaded> {
  const { uscc = '' } = visit.params;
  const why = faultOf(uscc, visit.words);
  if (why !== null) return { kind: 'unknown', why };
  const record = readEnterprise(await visit.ask(documents.enterprise, { uscc }));
  if (record === 'unavailable') return { kind: 'unavailable' };
  if (record === null) return { kind: 'unknown', why: visit.words.enterprise.notFoundHelp(uscc) };
  return { kind: 'known', record };
}
