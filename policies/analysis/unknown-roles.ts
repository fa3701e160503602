import type { PolicyFault } from '../language/fault.ts';
import type { PolicySet } from '../language/set.ts';

/** Agreements for roles that nobody of the recipient has. */
export function unknownRoles({ agreements, departments }: PolicySet): PolicyFault[] {
  return agreements.flatMap(({ id, recipient, roles, place }): PolicyFault[] => {
    const known = departments.find((department) => department.id === recipient)?.roles ?? null;
    if (known === null || roles === null) return [];
    return roles
      .filter((role) => !known.includes(role))
      .map((role) => ({
        code: 'ROLE_UNKNOWN',
        message: `"${id}" gives to the role "${role}", which nobody of ${recipient} has.`,
        ...place,
      }));
  });
}
