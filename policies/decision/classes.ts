import type { PolicySet } from '../language/set.ts';
import type { DecisionClass, DepartmentId, Principal, PurposeId } from '../vocabulary.ts';

/** The class of everybody without a token. */
const publicClass: DecisionClass = {
  key: 'public',
  department: null,
  purpose: null,
  roles: [],
};

/**
 * The class of a department's principals. A purpose that the department may not use is no purpose: such principals
 * are all alike, and only roles that a grant to this department names can make a difference.
 */
function departmentClass(
  set: PolicySet,
  department: DepartmentId,
  purpose: PurposeId | null,
  roles: readonly string[],
): DecisionClass {
  const usable = set.purposes.some(
    ({ code, departments }) => code === purpose && departments.includes(department),
  );
  const named = rolesNamed(set, department);
  const counting = usable ? [...new Set(roles)].filter((role) => named.has(role)).sort() : [];
  const parts = [department, usable ? (purpose ?? '') : '', ...counting].map(encodeURIComponent);
  return {
    key: `department/${parts.join('/')}`,
    department,
    purpose: usable ? purpose : null,
    roles: counting,
  };
}

/** The class of a principal. */
export function classOf(set: PolicySet, principal: Principal): DecisionClass {
  if (principal.kind === 'public') return publicClass;
  return departmentClass(set, principal.department, principal.purpose, principal.roles);
}

/** Roles that any grant to a department names. */
function rolesNamed(set: PolicySet, department: DepartmentId): ReadonlySet<string> {
  return new Set(
    set.agreements.flatMap(({ recipient, roles }) =>
      recipient === department ? (roles ?? []) : [],
    ),
  );
}

/**
 * The classes that between them reach every right: the public, and each department for each of its purposes,
 * without roles and with all that any grant names. Rights only grow with roles.
 */
export function everyClass(set: PolicySet): readonly DecisionClass[] {
  const classes = [publicClass];
  for (const { id } of set.departments) {
    for (const { code, departments } of set.purposes) {
      if (!departments.includes(id)) continue;
      classes.push(departmentClass(set, id, code, []));
      const roles = [...rolesNamed(set, id)];
      if (roles.length > 0) classes.push(departmentClass(set, id, code, roles));
    }
  }
  return classes;
}
