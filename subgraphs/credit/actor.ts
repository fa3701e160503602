import type { RequestContext } from '../kit/context.ts';
import { Refusal } from '../kit/refusal.ts';

/** A department that does something, and who of it. */
export interface Actor {
  readonly department: string;
  readonly subject: string;
}

/**
 * The department that asks, for the purpose under which its act is authorised. It acts as itself: no input says whose
 * record it is.
 * @throws Refusal `POLICY_DENIED` when nobody of a department asks, or for another purpose
 */
export function actorFor(
  purpose: 'CREDIT_REPORTING' | 'CREDIT_EVALUATION' | 'CORRECTION',
  { principal }: RequestContext,
): Actor {
  if (principal.kind !== 'department') {
    throw new Refusal('POLICY_DENIED', 'Departments alone write to the credit base.');
  }
  if (principal.purpose !== purpose) {
    throw new Refusal(
      'POLICY_DENIED',
      `This is done for ${purpose}, not for ${principal.purpose}: name it in Sharing-Purpose.`,
    );
  }
  return { department: principal.department, subject: principal.subject };
}
