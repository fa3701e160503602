/** Kinds of records. */
export const recordKinds = [
  'BASIC',
  'LICENCE',
  'PENALTY',
  'LIST_ENTRY',
  'LIST_EXIT',
  'CERTIFICATION',
  'COMMITMENT',
  'CONTRACT',
  'JUDGMENT',
  'INCENTIVE',
  'OBJECTION',
  'REPAIR',
] as const;

/** Kinds of penalties. */
export const penaltyKinds = [
  'WARNING',
  'PUBLIC_CRITICISM',
  'SIMPLIFIED_PROCEDURE',
  'FINE',
  'LARGE_FINE',
  'VERY_LARGE_FINE',
  'CONFISCATION',
  'LICENCE_SUSPENSION',
  'LICENCE_REVOCATION',
  'BUSINESS_LIMITATION',
  'CLOSURE_ORDER',
  'EMPLOYMENT_BAN',
] as const;

/** How serious dishonest information is. */
export const severities = ['MINOR', 'GENERAL', 'SERIOUS'] as const;

/** The negative lists. */
export const listTypes = [
  'SERIOUS_DISHONESTY',
  'ABNORMAL_OPERATIONS',
  'MAJOR_TAX_VIOLATION',
  'CUSTOMS_SERIOUS',
] as const;

/** Where an entry of a negative list stands. */
export const listStates = [
  'NOTICE',
  'OBJECTION',
  'LISTED',
  'REPAIR_REQUESTED',
  'REPAIRED',
  'REFUSED',
  'ENDED',
] as const;

/** Why an entry ends. */
export const exitReasons = ['EXPIRED', 'REPAIRED', 'REVOKED', 'CORRECTED'] as const;

/** Grades, the best first. */
export const grades = ['EXCELLENT', 'GOOD', 'FAIR', 'POOR'] as const;

/** Why an evaluation is made. */
export const triggers = ['RUN', 'RECORD', 'INPUT'] as const;

export type RecordKind = (typeof recordKinds)[number];
export type PenaltyKind = (typeof penaltyKinds)[number];
export type Severity = (typeof severities)[number];
export type ListType = (typeof listTypes)[number];
export type ListState = (typeof listStates)[number];
export type ExitReason = (typeof exitReasons)[number];
export type Grade = (typeof grades)[number];
