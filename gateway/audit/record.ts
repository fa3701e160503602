import type { DocumentFacts } from '../authorize/authorize-document.ts';
import type { ValidDocument } from '../authorize/valid-document.ts';
import type { Principal } from '../../policies/index.ts';
import type { Identified, Parsed, Shaped } from '../pipeline/stages.ts';
import type { ErrorCode } from '../errors.ts';
import { narrow } from '../narrow.ts';
import { timeText } from './time-text.ts';

/** What was asked, as a record names it. */
interface Operation {
  readonly hash: string;
  readonly name: string | null;
}

/** One operation on record: who read what, why, and on which basis. */
export interface AuditRecord {
  /** RFC 3339, milliseconds, UTC. */
  readonly time: string;
  readonly requestId: string;
  /** The line holds subject, department, roles, purpose and case; null and none for the public. */
  readonly principal: Principal;
  /** Null when the document could not be read. */
  readonly operation: Operation | null;
  /** Coordinates released, masked and denied, and the agreements relied on; the line holds them beside the rest. */
  readonly facts: DocumentFacts;
  /** Whom the answer is about, such as enterprises' codes. */
  readonly subjects: readonly string[];
  /** Version of the decision table. */
  readonly table: string;
  /** `ANSWERED`, `PARTIAL` with errors of departments, or the code by which it was refused. */
  readonly outcome: 'ANSWERED' | 'PARTIAL' | ErrorCode;
}

/** What many records have in common, as text: who asked, and what was decided about a document. */
const common = new WeakMap<Principal | DocumentFacts | Operation, string>();

/** A record as the log writes it: one line of JSON. */
export function recordLine(index: number, record: AuditRecord): string {
  const { time, requestId, principal, facts, operation, subjects, table, outcome } = record;
  const what = operation === null ? 'null' : `{${commonText(operation, itself)}}`;
  const whom = subjects.length === 0 ? '[]' : JSON.stringify(subjects);
  return (
    `{"index":${index},"time":"${time}","requestId":${JSON.stringify(requestId)},` +
    `${commonText(principal, named)},"operation":${what},"subjects":${whom},` +
    `"table":"${table}","outcome":"${outcome}",${commonText(facts, itself)}}\n`
  );
}

const itself = <Of>(given: Of): Of => given;

/** The members of an object as JSON text without braces, made once for each. */
function commonText<Of extends Principal | DocumentFacts | Operation>(
  of: Of,
  membersOf: (of: Of) => object,
): string {
  let text = common.get(of);
  if (text === undefined)
    common.set(of, (text = narrow(JSON.stringify(membersOf(of)).slice(1, -1))));
  return text;
}

/** The record of an answer. */
export function answeredRecord({ authorized, answer, facts }: Shaped): AuditRecord {
  const isPartial = answer.errors.some(({ extensions }) => extensions?.code !== 'POLICY_DENIED');
  const { arrived, principal, table } = authorized.parsed.identified;
  return {
    time: timeText(),
    requestId: arrived.requestId,
    principal,
    operation: operationOf(authorized.parsed),
    facts,
    subjects: answer.subjects.size === 0 ? none : [...answer.subjects].sort(),
    table: table.version,
    outcome: isPartial ? 'PARTIAL' : 'ANSWERED',
  };
}

const none: readonly string[] = [];
const nothing: DocumentFacts = { released: [], masked: [], denied: [], agreements: [] };

/** The record of a refusal. */
export function refusedRecord(
  { arrived, principal, table }: Identified,
  parsed: Parsed | null,
  code: ErrorCode,
): AuditRecord {
  return {
    time: timeText(),
    requestId: arrived.requestId,
    principal,
    operation: parsed === null ? null : operationOf(parsed),
    facts: nothing,
    subjects: none,
    table: table.version,
    outcome: code,
  };
}

const operations = new WeakMap<ValidDocument, Operation>();

function operationOf({ valid }: Parsed): Operation {
  let operation = operations.get(valid);
  if (operation === undefined) {
    operation = { hash: valid.hash, name: valid.operation.name?.value ?? null };
    operations.set(valid, operation);
  }
  return operation;
}

function named(principal: Principal): object {
  if (principal.kind === 'public') {
    return { subject: null, department: null, roles: [], purpose: null, case: null };
  }
  const { subject, department, roles, purpose, caseReference } = principal;
  return { subject, department, roles, purpose, case: caseReference ?? null };
}
