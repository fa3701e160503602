import type { DocumentFacts } from '../authorize/authorize-document.ts';
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
  /** Coordinates released, masked and denied, and the agreements relied on; the line holds them beside the rest. */
  readonly facts: DocumentFacts;
  /** Whom the answer is about, such as enterprises' codes. */
  readonly subjects: readonly string[];
  /** Version of the decision table. */
  readonly table: string;
  /** `ANSWERED`, `PARTIAL` with errors of departments, or the code by which it was refused. */
  readonly outcome: 'ANSWERED' | 'PARTIAL' | ErrorCode;
}

/** What was decided about a document, as text: the same for every request for it. */
const decided = new WeakMap<DocumentFacts, string>();

/** A record as the log writes it: one line of JSON. */
export function recordLine(index: number, { facts, ...rest }: AuditRecord): string {
  let text = decided.get(facts);
  if (text === undefined) decided.set(facts, (text = JSON.stringify(facts).slice(1)));
  return `${JSON.stringify({ index, ...rest }).slice(0, -1)},${text}\n`;
}

/** The record of an answer. */
export function answeredRecord({ authorized, answer, facts }: Shaped): AuditRecord {
  const isPartial = answer.errors.some(({ extensions }) => extensions?.code !== 'POLICY_DENIED');
  return {
    ...whoAsked(authorized.parsed.identified),
    operation: operationOf(authorized.parsed),
    facts,
    subjects: [...answer.subjects].sort(),
    outcome: isPartial ? 'PARTIAL' : 'ANSWERED',
  };
}

const nothing: DocumentFacts = { released: [], masked: [], denied: [], agreements: [] };

/** The record of a refusal. */
export function refusedRecord(
  identified: Identified,
  parsed: Parsed | null,
  code: ErrorCode,
): AuditRecord {
  return {
    ...whoAsked(identified),
    operation: parsed === null ? null : operationOf(parsed),
    facts: nothing,
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
