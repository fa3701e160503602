import type { ClassificationModel, CoordinateFacts } from '../../schema/classification.ts';
import type { Classification, Coordinate, DepartmentId, Effect, PurposeId } from '../vocabulary.ts';
import type { PolicyFault } from './fault.ts';
import type { Place } from './source.ts';

/** Something said in both languages of the zone. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** A department as `departments.yaml` registers it. */
export interface Department {
  readonly id: DepartmentId;
  readonly name: Words;
  /** The only issuer whose tokens may name this department; null when none is registered. */
  readonly issuer: string | null;
  /** Subgraphs that it operates. */
  readonly operates: readonly string[];
  /** Roles that its issuer gives; null when they are not registered. */
  readonly roles: readonly string[] | null;
}

/** A registered reason to read. */
export interface Purpose {
  readonly code: PurposeId;
  readonly name: Words;
  readonly description: Words;
  readonly legalBasis: string;
  /** Departments that may name it. */
  readonly departments: readonly DepartmentId[];
  readonly place: Place;
}

/** A registered category of data. */
export interface Category {
  readonly id: string;
  readonly name: Words;
  readonly description: Words;
  /** L1 public, L2 internal, L3 sensitive, L4 important. */
  readonly level: 'L1' | 'L2' | 'L3' | 'L4';
  /** Whether a grant of it names an impact assessment. */
  readonly sensitive: boolean;
  /** The field of a type in which the last day of its publication by law stands; null when it has none. */
  readonly publishedUntil: string | null;
  readonly place: Place;
}

/** A category or wildcard of a grant. */
export interface GrantPart {
  readonly text: string;
  readonly place: Place;
  readonly gives: number;
}

/** One grant, with the coordinates that it really gives. */
export interface Grant {
  readonly place: Place;
  /** Owned by the grantor, classified, and not WITHHELD. */
  readonly coordinates: ReadonlySet<Coordinate>;
  /** Each category and wildcard that it names, and how many coordinates it gives by it. */
  readonly parts: readonly GrantPart[];
  /** Those that it names one by one. */
  readonly named: ReadonlySet<Coordinate>;
  readonly effect: Effect;
  /** Whether it gives only to those who name a case. */
  readonly requiresCase: boolean;
  /** The impact assessment on which it rests; null when it needs none. */
  readonly pia: string | null;
  readonly because: string | null;
}

/** Leave to compute one coordinate from another, signed by the owner of the source. */
export interface Derivation {
  readonly place: Place;
  readonly target: Coordinate;
  readonly from: readonly Coordinate[];
}

/** Who signed for a department, and when. */
export interface Approval {
  readonly department: DepartmentId;
  readonly officer: string;
  readonly on: Date;
}

interface Released {
  readonly id: string;
  readonly title: Words;
  readonly legalBasis: readonly string[];
  readonly effective: Date;
  /** The first instant at which it is no longer in force; null when it does not end. */
  readonly expires: Date | null;
  readonly grants: readonly Grant[];
  readonly place: Place;
}

/** What one department gives to another. */
export interface Agreement extends Released {
  readonly kind: 'agreement';
  readonly provider: DepartmentId;
  readonly recipient: DepartmentId;
  readonly purposes: readonly PurposeId[];
  /** A principal needs one of them; null when any will do. */
  readonly roles: readonly string[] | null;
  readonly approvals: readonly Approval[];
  /** Whether both departments have approved it, and signed it where signatures count. */
  readonly approved: boolean;
  readonly derivations: readonly Derivation[];
}

/** What is published to everybody. */
export interface Disclosure extends Released {
  readonly kind: 'disclosure';
  /** Owners of whose data it publishes nothing, because they have not signed it. */
  readonly unsigned: readonly DepartmentId[];
}

/** A statement that must never become true. */
export interface Guardrail {
  readonly id: string;
  readonly statement: Words;
  readonly legalBasis: string;
  /** Departments, and `public`, that must not read. */
  readonly readers: readonly string[];
  readonly coordinates: ReadonlySet<Coordinate>;
  readonly never: 'in-clear' | 'at-all';
  /** It may become true for a reader that names a case. */
  readonly unless?: 'case' | undefined;
  readonly place: Place;
}

/** A grant together with the document that makes it. */
export interface Rule {
  readonly by: Agreement | Disclosure;
  readonly grant: Grant;
}

/** Everything that decisions are made of. Immutable; a reload makes another. */
export interface PolicySet {
  readonly departments: readonly Department[];
  readonly purposes: readonly Purpose[];
  readonly categories: readonly Category[];
  readonly agreements: readonly Agreement[];
  readonly disclosures: readonly Disclosure[];
  readonly guardrails: readonly Guardrail[];
  /** Coordinates of the supergraph, interfaces' fields among them. */
  readonly coordinates: ReadonlyMap<Coordinate, CoordinateFacts>;
  readonly model: ClassificationModel;
  /** Rules on a coordinate, in the order of their documents' ids. */
  readonly rules: ReadonlyMap<Coordinate, readonly Rule[]>;
  /** SHA-256 of the documents and of what the schema states, base64url. */
  readonly digest: string;
  /** Version of the documents and signatures that this was read from, base64url. */
  readonly release: string;
  /** Faults that do not stop anything, such as an agreement that nobody has signed. */
  readonly problems: readonly PolicyFault[];
  /** What is stated about a coordinate, in SDL or in `classifications/`; null when nothing is. */
  readonly classificationOf: (coordinate: Coordinate) => Classification | null;
  /** Where `classifications/` states it; null when the SDL does, or nothing. */
  readonly classifiedAt: (coordinate: Coordinate) => Place | null;
  /** The department that answers for a coordinate; null for an unknown one, or when nobody leads. */
  readonly ownerOf: (coordinate: Coordinate) => DepartmentId | null;
  /** The department that operates a subgraph. */
  readonly operatorOf: (subgraph: string) => DepartmentId;
}
