import type { Principal } from '../../policies/index.ts';
import type { Identified, Parsed, Shaped } from '../pipeline/stages.ts';
import type { ErrorCode } from '../errors.ts';

/** One operation on record: who read what, why, and on which basis. */
export interface AuditRecord {
  /** RFC 3339, milliseconds, UTC. */
  readonly time: string;
  readonly requestId: string;
  /** Null for the public. */
  readonly subject: string | null;
  readonly department: string | null;
  readonly roles: readonly string[];
  readonly purpose: string | null;
  readonly case: string | null;
  /** Null when the document could not be read. */
  readonly operation: { readonly hash: string; readonly name: string | null } | null;
  readonly released: readonly string[];
  readonly masked: readonly string[];
  readonly denied: readonly string[];
  readonly agreements: readonly string[];
  /** Whom the answer is about, such as enterprises' codes. */
  readonly subjects: readonly string[];
  /** Version of the decision table. */
  readonly table: string;
  /** `ANSWERED`, `PARTIAL` with errors of departments, or the code by which it was refused. */
  readonly outcome: 'ANSWERED' | 'PARTIAL' | ErrorCode;
}

/** The record of an answer. */
export function answeredRecord({ authorized, answer }: Shaped): AuditRecord {
  const { released, masked, denied, agreements } = authorized.authorized.facts;
  const isPartial = answer.errors.some(({ extensions }) => extensions?.code !== 'POLICY_DENIED');
  return {
    ...whoAsked(authorized.parsed.identified),
    operation: operationOf(authorized.parsed),
    released,
    masked,
    denied,
    agreements,
    subjects: [...answer.subjects].sort(),
    outcome: isPartial ? 'PARTIAL' : 'ANSWERED',
  };
}

/** The record of a refusal. */
export function refusedRecord(
  identified: Identified,
  parsed: Parsed | null,
  code: ErrorCode,
): AuditRecord {
  return {
    ...whoAsked(identified),
    operation: parsed === null ? null : operationOf(parsed),
    released: [],
    masked: [],
    denied: [],
    agreements: [],
    subjects: [],
    outcome: code,
  };
}

function operationOf({ valid }: Parsed): NonNullable<AuditRecord['operation']> {
  return { hash: valid.hash, name: valid.operation.name?.value ?? null };
}

type Who = Pick<
  AuditRecord,
  'time' | 'requestId' | 'subject' | 'department' | 'roles' | 'purpose' | 'case' | 'table'
>;

function whoAsked({ arrived, principal, table }: Identified): Who {
  return {
    time: new Date().toISOString(),
    requestId: arrived.requestId,
    ...named(principal),
    table: table.version,
  };
}

function named(
  principal: Principal,
): Pick<Who, 'subject' | 'department' | 'roles' | 'purpose' | 'case'> {
  if (principal.kind === 'public') {
    return { subject: null, department: null, roles: [], purpose: null, case: null };
  }
  const { subject, department, roles, purpose, caseReference } = principal;
  return { subject, department, roles, purpose, case: caseReference ?? null };
}
