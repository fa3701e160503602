/** The page's words in the two languages that it speaks. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** A registered reason to read, with a sentence that says what it is for. */
export interface ExplorerPurpose {
  /** Such as `REFUND_CLASSIFICATION`; sent as `Sharing-Purpose`. */
  readonly code: string;
  readonly description: Words;
}

/** Somebody as whom a developer may try a query. The public needs no entry: the page always offers it. */
export interface ExplorerPrincipal {
  /** Stable across restarts, such as `tax-analyst`; the only part of a principal that the page keeps. */
  readonly id: string;
  /** Such as `tax`; picks the examples. */
  readonly department: string;
  readonly title: Words;
  /** A fresh token of the department's development issuer. */
  readonly token: string;
  /** When the token ends, RFC 3339; the page asks for a fresh one before. */
  readonly expiresAt: string;
  /** The purposes that the token carries; the first is chosen unless the reader chooses. */
  readonly purposes: readonly ExplorerPurpose[];
}

/** Somebody for whom an example is meant: a department's id, or `public` for everybody. */
export type Audience = string;

/** A query to begin with. */
export interface Example {
  /** Stable, such as `three-flows`. */
  readonly id: string;
  readonly audience: Audience;
  /** The purpose under which it shows what it is meant to show; none for the public's. */
  readonly purpose?: string;
  /** The case for which it reads, where an agreement requires one; sent as `Sharing-Case`. */
  readonly caseReference?: string;
  readonly title: Words;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Keys of rows that exist in the data at hand, for the variables. They belong together: one order and its seller. */
export interface ExplorerSamples {
  readonly uscc: string;
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly entryNo: string;
  readonly refundNo: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
}
