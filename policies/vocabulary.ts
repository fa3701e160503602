/** A department, or a body that takes part as one, such as `tax` or `oversight`. */
export type DepartmentId = string;

/** `Type.field` or `Type.field(argument:)`; `Input.field` for a field of an input type. */
export type Coordinate = string;

/** A registered reason to read, such as `REFUND_CLASSIFICATION`. */
export type PurposeId = string;

/** How the law lets a coordinate be shared (无条件共享, 有条件共享, 不予共享). */
export type Sharing = 'UNCONDITIONAL' | 'CONDITIONAL' | 'WITHHELD';

/** What the owner says about a coordinate. */
export interface Classification {
  readonly category: string;
  readonly sharing: Sharing;
  readonly derivesFrom: readonly Coordinate[];
}

/** Who asks. */
export type Principal = PublicPrincipal | DepartmentPrincipal;

/** Anybody without a token. */
export interface PublicPrincipal {
  readonly kind: 'public';
}

/** Somebody for whom a department's issuer answers. */
export interface DepartmentPrincipal {
  readonly kind: 'department';
  readonly subject: string;
  readonly department: DepartmentId;
  readonly roles: readonly string[];
  readonly purpose: PurposeId;
  /** Number of the case that the reading belongs to, if one was named. */
  readonly caseReference?: string;
}

/** A set of principals for whom every decision of one table is the same. */
export interface DecisionClass {
  /** Equal for equal classes; `public`, or department, purpose, the roles that any grant names, and `?case`. */
  readonly key: string;
  readonly department: DepartmentId | null;
  readonly purpose: PurposeId | null;
  readonly roles: readonly string[];
  /** Whether a case is named, where a grant to the department requires one. */
  readonly hasCase: boolean;
}

/** A Mongo-style condition over fields of the same type, plus `$principal`, `$purpose` and `$now`. */
export type Condition = Readonly<Record<string, unknown>>;

/** A mask with its parameters as the agreement writes it, such as `last-four` or `band(1000)`. */
export type MaskName = string;

/**
 * What happens to a value, row by row: the value where `allow` holds, else the masked value where
 * `mask.when` holds, else null. `allow: true` is the plain value; `allow: false` without a mask is denial.
 */
export interface Effect {
  readonly allow: boolean | Condition;
  readonly mask: { readonly name: MaskName; readonly when: true | Condition } | null;
}

/** One step of a decision, in the order in which it was taken. */
export interface DecisionStep {
  /** Number of the step in the decision procedure, 1 to 6. */
  readonly step: number;
  readonly outcome: string;
  /** Coordinates that the outcome names: where one does not exist for the asker, the step is not told. */
  readonly names: readonly Coordinate[];
  /** File, line and column of the rule that spoke, if a rule did. */
  readonly source?: string;
}

/** What a table says about one coordinate for one decision class. */
export interface Decision {
  readonly coordinate: Coordinate;
  readonly effect: Effect;
  readonly owner: DepartmentId | null;
  readonly classification: Classification | null;
  readonly steps: readonly DecisionStep[];
  /** Agreements and disclosures that the effect rests on. */
  readonly reliesOn: readonly string[];
  /** Agreements to this class's department that would grant it, for another purpose, role or time, nearest first. */
  readonly wouldGrant: readonly string[];
  /** One sentence for the asker; says nothing that the asker may not know. */
  readonly reason: string;
}

/** Decisions in force at an instant; immutable. */
export interface DecisionTable {
  /** Digest of everything that the decisions depend on. */
  readonly version: string;
  /** The instant at which the next agreement or disclosure begins or ends; null if none does. */
  readonly nextChange: Date | null;
  readonly classOf: (principal: Principal) => DecisionClass;
  /** The decision for a coordinate of an object type's field, an argument or an input field. */
  readonly decide: (cls: DecisionClass, coordinate: Coordinate) => Decision;
  /** Whether the coordinate exists in the schema that the class sees. */
  readonly visible: (cls: DecisionClass, coordinate: Coordinate) => boolean;
  /** The fields of an object type that identify whom its rows are about (`@subject`). */
  readonly subjectFields: (typeName: string) => readonly string[];
  /** The coordinates that an argument or input field lets its caller infer (`@reads`). */
  readonly readsOf: (coordinate: Coordinate) => readonly Coordinate[];
  /** The grant under which `target` may be computed from `source` (`@requires`, `derivesFrom`); null if none. */
  readonly derivation: (target: Coordinate, source: Coordinate) => string | null;
}

/** Claims of the passport that the gateway shows to one subgraph. */
export interface PassportClaims {
  /** The subgraph. */
  readonly aud: string;
  readonly principal: Principal;
  /** Version of the decision table that the gateway used. */
  readonly table: string;
}

/** Claims of a ticket: what one compiled fetch asks beyond the principal's own rights, and why. */
export interface TicketClaims {
  /** The subgraph. */
  readonly aud: string;
  /** SHA-256 of the subgraph document, base64url. */
  readonly document: string;
  /** Key of the decision class for which the plan was compiled. */
  readonly class: string;
  readonly table: string;
  /** Coordinate to grant: `key`, `typename` or the id of the agreement that holds the derivation. */
  readonly beyond: Readonly<Record<Coordinate, string>>;
}

/** Whether the value is given on every row, unmasked. */
export function isAllowed(effect: Effect): boolean {
  return effect.allow === true;
}

/** Whether no row ever gives anything. */
export function isDenied(effect: Effect): boolean {
  return effect.allow === false && effect.mask === null;
}
