import { z } from 'zod';
import type { PassportClaims, Principal, TicketClaims } from './vocabulary.ts';

const text = z.string().min(1).max(256);

const principal = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('public') }),
    z.strictObject({
      kind: z.literal('department'),
      subject: text,
      department: text,
      roles: z.array(text).max(64),
      purpose: text,
      caseReference: text.optional(),
    }),
  ])
  .transform((value): Principal => {
    if (value.kind === 'public') return { kind: 'public' };
    const { caseReference, ...rest } = value;
    return caseReference === undefined ? rest : { ...rest, caseReference };
  });

const passport = z.object({ aud: text, principal, table: text });

const ticket = z.object({
  aud: text,
  document: text,
  class: text,
  table: text,
  beyond: z.record(z.string().max(512), z.string().max(256)),
});

/**
 * Reads the claims of a passport from a verified token; claims of the token itself (`iss`, `exp`) are left out.
 * @throws ZodError when a claim is missing or of another shape
 */
export function parsePassportClaims(claims: unknown): PassportClaims {
  return passport.parse(claims);
}

/**
 * Reads the claims of a ticket from a verified token.
 * @throws ZodError when a claim is missing or of another shape
 */
export function parseTicketClaims(claims: unknown): TicketClaims {
  return ticket.parse(claims);
}
