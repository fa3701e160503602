import {
  bigint,
  boolean,
  date,
  integer,
  jsonb,
  numeric,
  pgSchema,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { instant } from '../kit/columns.ts';
import type { EvaluationCap, EvaluationContribution, EvaluationInput } from './evaluation/parts.ts';
import {
  exitReasons,
  grades,
  listStates,
  listTypes,
  penaltyKinds,
  recordKinds,
  severities,
  triggers,
} from './rules/words.ts';

const credit = pgSchema('credit');

const recordColumns = {
  recordNo: text('record_no').primaryKey(),
  uscc: text('uscc').notNull(),
  kind: text('kind', { enum: recordKinds }).notNull(),
  title: text('title').notNull(),
  summary: text('summary'),
  documentNo: text('document_no'),
  facts: text('facts'),
  basis: text('basis'),
  penaltyKind: text('penalty_kind', { enum: penaltyKinds }),
  amount: numeric('amount'),
  authority: text('authority').notNull(),
  sourceDepartment: text('source_department').notNull(),
  sourceRecordId: text('source_record_id').notNull(),
  decidedOn: date('decided_on').notNull(),
  disclosureDueOn: date('disclosure_due_on'),
  disclosedOn: date('disclosed_on'),
  severity: text('severity', { enum: severities }),
  disclosureEndsOn: date('disclosure_ends_on'),
  repairableFrom: date('repairable_from'),
  legalBasis: text('legal_basis').notNull(),
  ruleSet: text('rule_set').notNull(),
  supersedes: text('supersedes'),
  recordedAt: instant('recorded_at').notNull(),
  publishedFrom: instant('published_from'),
  endsAt: instant('ends_at'),
  submittedBy: text('submitted_by').notNull(),
};

/** Records as they were received; never changed. */
export const records = credit.table('records', recordColumns);

/** What ended records before their time. */
export const recordEvents = credit.table(
  'record_events',
  {
    recordNo: text('record_no').notNull(),
    sequence: integer('sequence').notNull(),
    kind: text('kind', { enum: ['REPAIRED', 'WITHDRAWN', 'CORRECTED'] }).notNull(),
    at: instant('at').notNull(),
    reason: text('reason').notNull(),
    supersededBy: text('superseded_by'),
    actorDepartment: text('actor_department').notNull(),
    actorSubject: text('actor_subject').notNull(),
    annulledOn: date('annulled_on'),
    withdrawalDueOn: date('withdrawal_due_on'),
  },
  (table) => [primaryKey({ columns: [table.recordNo, table.sequence] })],
);

/** Records with what became of them: a view. */
export const standingRecords = credit.table('standing_records', {
  ...recordColumns,
  usableUntil: instant('usable_until'),
  endedBy: text('ended_by', { enum: ['REPAIRED', 'WITHDRAWN', 'CORRECTED'] }),
  endedAt: instant('ended_at'),
  endReason: text('end_reason'),
  supersededBy: text('superseded_by'),
  annulledOn: date('annulled_on'),
  withdrawalDueOn: date('withdrawal_due_on'),
});

/** Submissions by the key that the department gave them. */
export const submissions = credit.table(
  'submissions',
  {
    department: text('department').notNull(),
    clientKey: text('client_key').notNull(),
    digest: text('digest').notNull(),
    recordNos: text('record_nos').array().notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.department, table.clientKey] })],
);

const entryColumns = {
  entryNo: text('entry_no').primaryKey(),
  uscc: text('uscc').notNull(),
  listType: text('list_type', { enum: listTypes }).notNull(),
  basis: text('basis').notNull(),
  facts: text('facts').notNull(),
  documentNo: text('document_no').notNull(),
  decidedBy: text('decided_by').notNull(),
  authority: text('authority').notNull(),
  noticedOn: date('noticed_on').notNull(),
  objectionUntil: date('objection_until').notNull(),
  ruleSet: text('rule_set').notNull(),
  noticedAt: instant('noticed_at').notNull(),
};

/** Entries of negative lists as they were noticed; never changed. */
export const listEntries = credit.table('list_entries', entryColumns);

/** The steps that entries went. */
export const listSteps = credit.table(
  'list_steps',
  {
    entryNo: text('entry_no').notNull(),
    sequence: integer('sequence').notNull(),
    transition: text('transition').notNull(),
    state: text('state', { enum: listStates }).notNull(),
    at: instant('at').notNull(),
    reason: text('reason').notNull(),
    actorDepartment: text('actor_department'),
    actorSubject: text('actor_subject').notNull(),
    exitReason: text('exit_reason', { enum: exitReasons }),
    answerBy: date('answer_by'),
    listingEndsOn: date('listing_ends_on'),
    repairableFrom: date('repairable_from'),
    annulledOn: date('annulled_on'),
    withdrawalDueOn: date('withdrawal_due_on'),
  },
  (table) => [primaryKey({ columns: [table.entryNo, table.sequence] })],
);

/** Entries with when they are published: a view. */
export const standingEntries = credit.table('standing_entries', {
  ...entryColumns,
  publishedFrom: instant('published_from'),
  listingEndsOn: date('listing_ends_on'),
  repairableFrom: date('repairable_from'),
  usableUntil: instant('usable_until'),
  endedAt: instant('ended_at'),
  annulledOn: date('annulled_on'),
  withdrawalDueOn: date('withdrawal_due_on'),
});

const requestColumns = {
  requestNo: text('request_no').primaryKey(),
  receiptDigest: text('receipt_digest').notNull(),
  kind: text('kind', { enum: ['OBJECTION', 'REPAIR'] }).notNull(),
  target: text('target').notNull(),
  uscc: text('uscc').notNull(),
  decidedBy: text('decided_by').notNull(),
  statement: text('statement').notNull(),
  commitment: boolean('commitment').notNull(),
  filedAt: instant('filed_at').notNull(),
  answerBy: date('answer_by').notNull(),
  contactName: text('contact_name').notNull(),
  contactTelephone: text('contact_telephone').notNull(),
};

/** Objections and requests for repair. */
export const requests = credit.table('requests', requestColumns);

/** How requests were decided. */
export const requestDecisions = credit.table('request_decisions', {
  requestNo: text('request_no').primaryKey(),
  state: text('state', { enum: ['ACCEPTED', 'REFUSED'] }).notNull(),
  reason: text('reason').notNull(),
  at: instant('at').notNull(),
  actorDepartment: text('actor_department').notNull(),
  actorSubject: text('actor_subject').notNull(),
  falseStatement: boolean('false_statement').notNull(),
});

/** Requests with where they stand: a view. */
export const standingRequests = credit.table('standing_requests', {
  ...requestColumns,
  state: text('state', { enum: ['RECEIVED', 'ACCEPTED', 'REFUSED'] }).notNull(),
  reason: text('reason'),
  decidedAt: instant('decided_at'),
});

const correctionColumns = {
  requestNo: text('request_no').primaryKey(),
  coordinate: text('coordinate').notNull(),
  recordId: text('record_id').notNull(),
  uscc: text('uscc'),
  statement: text('statement').notNull(),
  evidence: text('evidence').notNull(),
  readUnder: text('read_under').array().notNull(),
  askedBy: text('asked_by').notNull(),
  askedBySubject: text('asked_by_subject').notNull(),
  owner: text('owner').notNull(),
  askedAt: instant('asked_at').notNull(),
  firstAnswerBy: date('first_answer_by').notNull(),
  ruleSet: text('rule_set').notNull(),
};

/** Requests that the owner of shared data correct it. */
export const corrections = credit.table('corrections', correctionColumns);

/** What their owners did about them: each once, and one answer. */
export const correctionEvents = credit.table(
  'correction_events',
  {
    requestNo: text('request_no').notNull(),
    kind: text('kind', { enum: ['EXTENDED', 'ACCEPTED', 'REFUSED'] }).notNull(),
    reason: text('reason').notNull(),
    correctedRecord: text('corrected_record'),
    answerBy: date('answer_by'),
    at: instant('at').notNull(),
    actorDepartment: text('actor_department').notNull(),
    actorSubject: text('actor_subject').notNull(),
  },
  (table) => [primaryKey({ columns: [table.requestNo, table.kind] })],
);

/** Requests for corrections with where they stand: a view. */
export const standingCorrections = credit.table('standing_corrections', {
  ...correctionColumns,
  answerBy: date('answer_by').notNull(),
  extensionReason: text('extension_reason'),
  state: text('state', { enum: ['RECEIVED', 'ACCEPTED', 'REFUSED'] }).notNull(),
  correctedRecord: text('corrected_record'),
  reason: text('reason'),
  answeredAt: instant('answered_at'),
});

/** Credit service enterprises that are registered. */
export const agencies = credit.table('agencies', {
  agencyNo: text('agency_no').primaryKey(),
  name: text('name').notNull(),
  registeredOn: date('registered_on').notNull(),
  method: text('method').notNull(),
});

/** Their ratings. */
export const ratings = credit.table('ratings', {
  ratingNo: text('rating_no').primaryKey(),
  agencyNo: text('agency_no').notNull(),
  uscc: text('uscc').notNull(),
  rating: text('rating').notNull(),
  ratedOn: date('rated_on').notNull(),
  validUntil: date('valid_until').notNull(),
});

/** Evaluations, one after another. */
export const evaluations = credit.table('evaluations', {
  evaluationNo: text('evaluation_no').primaryKey(),
  uscc: text('uscc').notNull(),
  evaluatedAt: instant('evaluated_at').notNull(),
  ruleSet: text('rule_set').notNull(),
  score: numeric('score').notNull(),
  grade: text('grade', { enum: grades }).notNull(),
  gradeByScore: text('grade_by_score', { enum: grades }).notNull(),
  confidence: numeric('confidence').notNull(),
  contributions: jsonb('contributions').$type<readonly EvaluationContribution[]>().notNull(),
  caps: jsonb('caps').$type<readonly EvaluationCap[]>().notNull(),
  inputs: jsonb('inputs').$type<readonly EvaluationInput[]>().notNull(),
  inputDigest: text('input_digest').notNull(),
  readAt: instant('read_at').notNull(),
  auditRecord: text('audit_record').notNull(),
  trigger: text('trigger', { enum: triggers }).notNull(),
});

/** Changes that make an evaluation due. */
export const inputChanges = credit.table('input_changes', {
  changeNo: bigint('change_no', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  uscc: text('uscc').notNull(),
  coordinate: text('coordinate').notNull(),
  trigger: text('trigger', { enum: ['RECORD', 'INPUT'] }).notNull(),
  at: instant('at').notNull(),
  actorDepartment: text('actor_department').notNull(),
});
