import type { PlanNode } from './plan-nodes.ts';
import type { DocumentNode, GraphQLFormattedError } from 'graphql';
import type { Ending } from '../lifetime.ts';

/** What becomes of one field of one object type as an answer is shaped. */
export type FieldEffect =
  | { readonly kind: 'allow' }
  /** Null, with one error for each field of the operation, at the first place where it stands. */
  | { readonly kind: 'deny'; readonly denial: Denial }
  | { readonly kind: 'mask'; readonly apply: (value: unknown) => unknown }
  /** `decide` reads the row's fields that `needs` names and says what to give. */
  | {
      readonly kind: 'rows';
      readonly needs: readonly string[];
      readonly decide: (row: (field: string) => unknown) => 'allow' | 'deny' | 'mask';
      readonly apply: (value: unknown) => unknown;
    };

/** Which rows of an object type exist for the principal. */
export interface RowTest {
  /** Fields that it reads; `permitted` selects each under `hiddenAlias(field)` wherever the type can stand. */
  readonly needs: readonly string[];
  readonly exists: (row: (field: string) => unknown) => boolean;
}

/** Why a field is denied, as the asker may read it. */
export interface Denial {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** An operation of which every part has been decided; the only thing that can be planned. */
export interface AuthorizedOperation {
  /** Equal for equal documents with equal effects; everything compiled from it may be shared under this key. */
  readonly key: string;
  /** What the client asked: valid, with fragments, one operation. The answer is shaped by it. */
  readonly requested: DocumentNode;
  /** What may be fetched: without denied fields, with the fields that conditions and the audit trail need. */
  readonly permitted: DocumentNode;
  /** The effect on a field of an object type; never asked for introspection fields. */
  readonly effectOf: (objectType: string, field: string) => FieldEffect;
  /**
   * Fields of an object type that name its data subject. `permitted` selects each under
   * `hiddenAlias(field)`; their values go to the audit trail, not to the answer.
   */
  readonly subjectFields: (objectType: string) => readonly string[];
  /** Whether anything of a type among others may be read; an object of any other is absent, as a row that does not exist is. */
  readonly seesType: (objectType: string) => boolean;
  /** The test that a row of an object type must pass to be in the answer at all; null when every row is. */
  readonly rowTestOf: (objectType: string) => RowTest | null;
  /** The grant for a coordinate that only the plan needs: `key`, `typename`, an agreement's id, or null for none. */
  readonly grantFor: (coordinate: string, requiredBy: readonly string[]) => string | null;
  /**
   * Answers to the root fields `__schema` and `__type` of `requested`, by response key, from the schema that the
   * principal sees. Absent if the operation has none.
   */
  readonly introspection?: (
    variables: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, unknown>>;
}

/** The response key under which `permitted` selects a field that the client did not ask for. */
export function hiddenAlias(field: string): string {
  return `_cpz_${field}`;
}

/** Headers by name. */
export type SubgraphHeaders = Readonly<Record<string, string>>;

/** What an execution is given for one request. */
export interface ExecutionContext {
  readonly variables: Readonly<Record<string, unknown>>;
  /** Headers that tell a subgraph who asks. The same object for as long as they are the same saves making them anew. */
  readonly headersFor: (subgraph: string) => SubgraphHeaders | Promise<SubgraphHeaders>;
  /** Told to every subgraph in `Request-Id`. */
  readonly requestId: string;
  /** Aborts when the client has gone or the deadline has passed. */
  readonly signal: Ending;
  /** Who asks, if that is not whoever it was compiled for. */
  readonly asker?: string;
  /** Milliseconds since the epoch by which the answer is due. */
  readonly deadline: number;
}

/** What the subgraphs answered, merged; opaque to all but the operation that fetched it. */
export interface Fetched {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly GraphQLFormattedError[];
}

/** An answer ready to be written. */
export interface Answer {
  /** The response: JSON as UTF-8. */
  readonly body: Buffer;
  /** Errors in the body, for logs and metrics; never more than the body says. */
  readonly errors: readonly GraphQLFormattedError[];
  /** Values of the subject fields of the rows in the answer, each once. */
  readonly subjects: ReadonlySet<string>;
}

/** An operation compiled once, run many times. */
export interface CompiledOperation {
  readonly kind: 'query' | 'mutation';
  /** Every subgraph that it may ask. */
  readonly subgraphs: readonly string[];
  /**
   * Coordinates that authorisation let pass and planning denied: nothing grants what they are computed from.
   * Complete for a request when it has been fetched.
   */
  readonly withheld: readonly string[];
  /** Plans and compiles what the variables in `@skip` and `@include` select, if it is not yet. */
  ready(variables: Readonly<Record<string, unknown>>): Promise<void>;
  /** Asks the subgraphs and merges what they answer. */
  fetch(context: ExecutionContext): Promise<Fetched>;
  /** Projects what this operation fetched onto what was asked, with effects and null propagation. */
  shape(fetched: Fetched, context: ExecutionContext): Answer;
  /** The plan, to explain: one for each set of values of the variables in `@skip` and `@include` that was asked for. */
  describe(): readonly PlanNode[];
}

/**
 * Signs for what one fetch asks beyond the principal's rights: each coordinate with the grant it rests on.
 * Gives the text of the `Gateway-Ticket` header.
 */
export type TicketSigner = (fetch: {
  readonly subgraph: string;
  readonly document: string;
  readonly beyond: Readonly<Record<string, string>>;
}) => Promise<string>;
