import type { DocumentNode, OperationDefinitionNode } from 'graphql';

/** A document that is valid in the schema that the principal sees. */
export interface ValidDocument {
  /** SHA-256 of the text and the operation's name, base64url. */
  readonly hash: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** What it costs at most, with its variables. */
  readonly costOf: (variables: Readonly<Record<string, unknown>>) => number;
}
