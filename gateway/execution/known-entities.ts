/**
 * One request's entities, for fetches that ask the same of the same subgraph later in the execution. `answered` is
 * undefined while the request is under way, null if it has not answered without errors.
 */
export interface Claim {
  answered: readonly unknown[] | null | undefined;
  readonly done: Promise<void>;
}

/** Where one representation is asked for, or was. */
export interface Known {
  readonly claim: Claim;
  readonly index: number;
  /** Whether more is asked there than here, which may take longer. */
  readonly isMore: boolean;
}

/** The entities that an execution has asked for: by what is asked of whom, then by representation. */
export type KnownEntities = Map<string, Map<string, Known>>;
