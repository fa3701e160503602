import type { PolicySet } from '../language/set.ts';
import type { DecisionClass, DepartmentId, Principal, PurposeId } from '../vocabulary.ts';

/** The class of everybody without a token. */
const publicClass: DecisionClass = {
  key: 'public',
  department: null,
  purpose: null,
  roles: [],
  hasCase: false,
};

/**
 * The class of a department's principals. A purpose that the department may not use is no purpose: such principals
 * are all alike; only roles that a grant to this department names, and a case where one requires it, can make a
 * difference.
 */
function departmentClass(
  set: PolicySet,
  department: DepartmentId,
  purpose: PurposeId | null,
  roles: readonly string[],
  namesCase: boolean,
): DecisionClass {
  const usable = set.purposes.some(
    ({ code, departments }) => code === purpose && departments.includes(department),
  );
  const named = rolesNamed(set, department);
  const counting = usable ? [...new Set(roles)].filter((role) => named.has(role)).sort() : [];
  const hasCase = usable && namesCase && casesCount(set, department);
  const parts = [department, usable ? (purpose ?? '') : '', ...counting].map(encodeURIComponent);
  return {
    // No part holds a question mark: each is encoded.
    key: `department/${parts.join('/')}${hasCase ? '?case' : ''}`,
    department,
    purpose: usable ? purpose : null,
    roles: counting,
    hasCase,
  };
}

/** The class of a principal. */
export function classOf(set: PolicySet, principal: Principal): DecisionClass {
  if (principal.kind === 'public') return publicClass;
  const { department, purpose, roles, caseReference } = principal;
  return departmentClass(set, department, purpose, roles, caseReference !== undefined);
}

/** Roles that any grant to a department names. */
function rolesNamed(set: PolicySet, department: DepartmentId): ReadonlySet<string> {
  return new Set(
    set.agreements.flatMap(({ recipient, roles }) =>
      recipient === department ? (roles ?? []) : [],
    ),
  );
}

/** Whether any grant to a department requires a case. */
function casesCount(set: PolicySet, department: DepartmentId): boolean {
  return set.agreements.some(
    ({ recipient, grants }) =>
      recipient === department && grants.some(({ requiresCase }) => requiresCase),
  );
}

/**
 * The classes that between them reach every right: the public, and each department for each of its purposes,
 * without roles and with all that any grant names, without a case and with one. Rights only grow with roles and case.
 */
export function everyClass(set: PolicySet): readonly DecisionClass[] {
  const classes = [publicClass];
  for (const { id } of set.departments) {
    for (const { code, departments } of set.purposes) {
      if (!departments.includes(id)) continue;
      const roles = [...rolesNamed(set, id)];
      for (const held of roles.length > 0 ? [[], roles] : [[]]) {
        classes.push(departmentClass(set, id, code, held, false));
        if (casesCount(set, id)) classes.push(departmentClass(set, id, code, held, true));
      }
    }
  }
  return classes;
}
