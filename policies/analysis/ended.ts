import type { PolicySet } from '../language/set.ts';
import type { Finding } from './finding.ts';

/** Documents that are over: they explain denials, and give nothing any more. */
export function endedDocuments({ agreements, disclosures }: PolicySet, at: Date): Finding[] {
  return [...disclosures, ...agreements]
    .filter(({ expires }) => expires !== null && expires <= at)
    .map(({ id, kind, expires, place }) => ({
      severity: 'warning',
      code: 'DOCUMENT_ENDED',
      message: `The ${kind} "${id}" ended on ${expires?.toISOString() ?? ''}.`,
      ...place,
    }));
}
