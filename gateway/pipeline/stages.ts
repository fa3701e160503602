import type { DecisionClass, PolicyTable, Principal } from '../../policies/index.ts';
import type { Ending } from '../lifetime.ts';
import type { Answer, CompiledOperation, Fetched } from '../plan/compiled.ts';
import type { AuthorizedDocument, DocumentFacts } from '../authorize/authorize-document.ts';
import type { ValidDocument } from '../authorize/valid-document.ts';

/** A request that has come in whole. */
export interface Arrived {
  readonly requestId: string;
  readonly method: 'GET' | 'POST';
  /** The document's text; null when the request names it by its hash alone. */
  readonly query: string | null;
  /** SHA-256 of the document, in hexadecimal, if the request names one. */
  readonly documentHash: string | null;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly authorization: string | null;
  readonly purpose: string | null;
  readonly caseReference: string | null;
  /** Whether the answer shall explain what policy decided (`Policy-Explain: 1`). */
  readonly explainPolicy: boolean;
  /** Whether the answer shall show the query plan (`Plan-Explain: 1`). */
  readonly explainPlan: boolean;
  /** Address from which it came; the public is limited by it. */
  readonly address: string;
  /** Aborts when the client has gone or the deadline has passed. */
  readonly signal: Ending;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/** It is known who asks, and for what purpose. */
export interface Identified {
  readonly arrived: Arrived;
  readonly principal: Principal;
  readonly cls: DecisionClass;
  /** Who is counted for the request: a principal of a department, or one network of the public. */
  readonly asker: string;
  /** The table by which this request is decided, whatever comes into force meanwhile. */
  readonly table: PolicyTable;
}

/** The text of the document is known. */
export interface Asked {
  readonly identified: Identified;
  readonly text: string;
}

/** The document is valid and its variables fit. */
export interface Parsed {
  readonly identified: Identified;
  readonly valid: ValidDocument;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Every field and argument is decided. */
export interface Authorized {
  readonly parsed: Parsed;
  readonly authorized: AuthorizedDocument;
}

/** It is compiled. */
export interface Planned {
  readonly authorized: Authorized;
  readonly compiled: CompiledOperation;
}

/** The departments have answered. */
export interface FetchedStage {
  readonly planned: Planned;
  readonly fetched: Fetched;
}

/** The answer is written, and held. */
export interface Shaped {
  readonly authorized: Authorized;
  readonly compiled: CompiledOperation;
  /** What was released, masked and denied in it. */
  readonly facts: DocumentFacts;
  readonly answer: Answer;
}

/** The answer is on record and may leave. */
export interface Recorded {
  readonly answer: Answer;
  /** Position of the record in the audit log. */
  readonly record: number;
}
