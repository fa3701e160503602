import { z } from 'zod';
import type { Answered } from '../client.ts';
import { type Keeping, keptWithEntries, notKept } from '../keeping.ts';
import { isMissing, type Section, sectionOf } from './section.ts';
import { type SectionName, sectionNames, sectionShapes } from './shapes.ts';

const answered = z.object({ enterprise: z.looseObject({ uscc: z.string() }).nullable() });

/** What the register discloses about an enterprise, each section by whoever answers for it. */
export type EnterpriseRecord = {
  readonly [Name in SectionName]: Section<z.output<(typeof sectionShapes)[Name]>>;
} & { readonly uscc: string };

/**
 * Reads an answer to the enterprise document.
 * @returns null when the register knows no such enterprise, `'unavailable'` when it does not answer
 */
export function readEnterprise(answer: Answered): EnterpriseRecord | null | 'unavailable' {
  const { enterprise } = answered.parse(answer.data ?? { enterprise: null });
  if (enterprise === null) return isMissing(answer, 'enterprise') ? 'unavailable' : null;
  const { registration, customs, penalties, licences, listings, tax } = sectionShapes;
  // The code is what was asked by; it is no proof that commerce answered.
  const registered = Object.keys(registration.shape).filter((field) => field !== 'uscc');
  return {
    uscc: enterprise.uscc,
    registration: sectionOf(answer, 'commerce', registration, registered, enterprise),
    customs: sectionOf(answer, 'customs', customs, Object.keys(customs.shape), enterprise),
    penalties: sectionOf(answer, 'credit', penalties, ['penalties'], enterprise.penalties),
    licences: sectionOf(answer, 'credit', licences, ['licences'], enterprise.licences),
    listings: sectionOf(
      answer,
      'credit',
      listings,
      ['negativeListEntries'],
      enterprise.negativeListEntries,
    ),
    tax: sectionOf(answer, 'tax', tax, Object.keys(tax.shape), enterprise),
  };
}

/**
 * How long a record may be shown again: not at all when a department did not answer, and not beyond the end of any
 * publication in it.
 */
export function keepingOf(record: EnterpriseRecord): Keeping {
  if (sectionNames.some((name) => record[name].kind === 'unavailable')) return notKept;
  const { penalties, licences, listings } = record;
  const rows = [
    ...((penalties.kind === 'shown' ? penalties.data.nodes : null) ?? []),
    ...((licences.kind === 'shown' ? licences.data.nodes : null) ?? []),
    ...(listings.kind === 'shown' ? listings.data : []),
  ];
  return keptWithEntries(rows.map(({ usableUntil }) => usableUntil));
}
