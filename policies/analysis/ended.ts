import type { PolicySet } from '../language/set.ts';
import type { PolicyFault } from '../language/fault.ts';

/** Documents that are over: they explain denials, and give nothing any more. */
export function endedDocuments({ agreements, disclosures }: PolicySet, at: Date): PolicyFault[] {
  return [...disclosures, ...agreements]
    .filter(({ expires }) => expires !== null && expires <= at)
    .map(({ id, kind, expires, place }) => ({
      code: 'DOCUMENT_ENDED',
      message: `The ${kind} "${id}" ended on ${expires?.toISOString() ?? ''}.`,
      ...place,
    }));
}
