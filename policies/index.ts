export type {
  Classification,
  Condition,
  Coordinate,
  Decision,
  DecisionClass,
  DecisionStep,
  DecisionTable,
  DepartmentId,
  DepartmentPrincipal,
  Effect,
  MaskName,
  PassportClaims,
  Principal,
  PublicPrincipal,
  PurposeId,
  Sharing,
  TicketClaims,
} from './vocabulary.ts';
export { isAllowed, isDenied } from './vocabulary.ts';
export { parsePassportClaims, parseTicketClaims } from './passport.ts';
export type { Agreement, Department, Disclosure, PolicySet, Purpose } from './language/set.ts';
export { PolicyFileError, type PolicyFault } from './language/fault.ts';
export { loadPolicies, loadRelease } from './language/load.ts';
export { formatBundle } from './release/bundle.ts';
export { type Release, readRelease, releaseOf } from './release/release.ts';
export { sealRelease, type Signable, signDocument } from './release/sign.ts';
export { registeredDepartments, signablesOf } from './release/signables.ts';
export { TrustFileError } from './release/officers.ts';
export type { Signed, Trust } from './release/trust.ts';
export { type PolicyCase, type QueryExample, readCases } from './language/cases.ts';
export { compileTable, type PolicyTable } from './decision/table.ts';
export { type Clock, CurrentTable } from './decision/current.ts';
export { everyClass } from './decision/classes.ts';
export {
  compileCondition,
  resolveCondition,
  type CompiledCondition,
} from './decision/condition.ts';
export { describeClass, describeEffect } from './decision/reason.ts';
export { maskFunction } from './decision/mask.ts';
export { partialCoordinates } from './decision/partial.ts';
export { type CaseFailure, failedExpectations } from './analysis/cases.ts';
export { type Flip, type PastOperation, replay } from './analysis/replay.ts';
export { staticPart } from './analysis/static-part.ts';
export { checkPolicies } from './analysis/check.ts';
export type { Finding } from './analysis/finding.ts';
