/** How grave a code is: a fault keeps policies from being loaded, an error the graph from being composed. */
export type Gravity = 'fault' | 'error' | 'warning' | 'note';

/** What a code means, and what to do about it. */
export interface CodeMeaning {
  readonly gravity: Gravity;
  readonly means: string;
  readonly remedy: string;
}

const fault = (means: string, remedy: string): CodeMeaning => ({ gravity: 'fault', means, remedy });
const error = (means: string, remedy: string): CodeMeaning => ({ gravity: 'error', means, remedy });
const warning = (means: string, remedy: string): CodeMeaning => ({
  gravity: 'warning',
  means,
  remedy,
});
const note = (means: string, remedy: string): CodeMeaning => ({ gravity: 'note', means, remedy });

/** Everything that can be wrong or doubtful with policies; `policies/README.md` lists the same. */
export const codes = {
  YAML_SYNTAX: fault('it is no YAML', 'Mend the syntax at this place.'),
  DOCUMENT_SHAPE: fault(
    'it has not the shape of its kind',
    'Compare it with the README of policies/.',
  ),
  BUNDLE_SHAPE: fault('it is no bundle', 'Make it with `cpz policy bundle`.'),
  BUNDLE_UNSEALED: fault(
    'no sealer of the trust file has sealed the bundle as it is',
    'Take the bundle again from where it was made, or register its sealer.',
  ),
  DEPARTMENT_UNKNOWN: fault(
    'it names a department that there is not',
    'Register it, or name another.',
  ),
  PURPOSE_UNKNOWN: fault('it names a purpose that there is not', 'Register it, or name another.'),
  PURPOSE_NOT_THEIRS: fault(
    'it gives for a purpose that the recipient may not use',
    'Let the purpose be used by the recipient, or name one that is.',
  ),
  CATEGORY_UNKNOWN: fault('it names a category that there is not', 'Register it, or name another.'),
  COORDINATE_UNKNOWN: fault('it names what is not in the graph', 'Name what is in the supergraph.'),
  COORDINATE_NOT_OWNED: fault("it gives what is another's", 'Let its owner give it.'),
  COORDINATE_UNCLASSIFIED: fault('it gives what nothing classifies', 'Classify it first.'),
  COORDINATE_WITHHELD: fault('it gives what is 不予共享', 'Leave it out; no document may give it.'),
  MASK_UNKNOWN: fault('it names a mask that there is not', 'Name one that the README lists.'),
  MASK_MISFIT: fault('the mask does not fit the type', 'Choose one that keeps the type.'),
  MASK_CONFLICT: fault('one principal gets two masks of one coordinate', 'Leave one of them.'),
  CONDITION_INVALID: fault('the condition cannot be evaluated', 'Test fields of the same type.'),
  ASSESSMENT_MISSING: fault(
    'it gives sensitive personal information without an impact assessment',
    'Name the assessment under `pia`.',
  ),
  CASE_OF_NOBODY: fault('a disclosure requires a case', 'Leave it out; the public names none.'),
  PERIOD_EMPTY: fault('it expires before it begins', 'Put the dates right.'),
  APPROVAL_FOREIGN: fault('somebody approves who is no side of it', 'Remove the approval.'),
  AGREEMENT_WITH_ITSELF: fault(
    'provider and recipient are one',
    'Remove it; an owner reads its own.',
  ),
  NAMED_TWICE: fault('one name stands for two things', 'Rename one.'),
  ID_MISNAMED: fault('the file is not called as the document', 'Rename one of them.'),
  DERIVATION_FOREIGN: fault('the target belongs to neither side', 'Let its owner be a side.'),
  CLASSIFICATION_LOOSER: fault('it opens what a contract closes', 'Be as strict as the contract.'),
  CLASSIFIED_TWICE: fault('a coordinate is classified twice', 'Leave one.'),
  SHARING_UNKNOWN: fault('there is no such sharing', 'UNCONDITIONAL, CONDITIONAL or WITHHELD.'),
  UNCLASSIFIED: error(
    'nothing classifies a field: nobody but its owner reads it',
    'Write @classified in its contract, or a line in classifications/.',
  ),
  DERIVATION_UNGRANTED: error(
    "a field is computed from another department's without its leave",
    'Add a derivation to an agreement of the owner of the source.',
  ),
  GUARDRAIL_BROKEN: error(
    'the statement of a guardrail is false, or will be when a document begins or ends',
    'Withdraw the grant that breaks it.',
  ),
  WINDOW_UNBOUNDED: error(
    'a disclosure publishes rows beyond the day on which their publication ends by law',
    'Add a condition on the day that `publishedUntil` of the category names: { $gte: $today }.',
  ),
  AGREEMENT_UNAPPROVED: warning('it is not in force: not both sides approve', 'Add the approval.'),
  AGREEMENT_UNSIGNED: warning(
    'it is not in force: nobody has signed',
    'Sign with `cpz policy sign`.',
  ),
  AGREEMENT_HALF_SIGNED: warning(
    'it is not in force: one side has not signed',
    'Sign with `cpz policy sign`.',
  ),
  DISCLOSURE_UNSIGNED: warning(
    'it publishes nothing of an owner that has not signed it',
    "Have the owner's officer sign it, or leave out what is the owner's.",
  ),
  SIGNATURE_INVALID: warning(
    'what was signed is not what the document says',
    'Put the document back, or have it signed again.',
  ),
  SIGNER_UNKNOWN: warning(
    'a signature by a key that the trust file does not give to an officer',
    'Register the key, or have an officer sign.',
  ),
  SIGNER_REVOKED: warning('a signature by a revoked key', 'Have it signed with another.'),
  SIGNER_FOREIGN: warning(
    'a signature by an officer whom the agreement does not name',
    'Name who signs, or have the named officer sign.',
  ),
  SIGNATURE_ORPHANED: warning('signatures of a document that there is not', 'Remove the file.'),
  OWNER_AMBIGUOUS: warning(
    'several departments resolve a coordinate and none leads: nobody reads it',
    'Name a lead for the type in departments.yaml.',
  ),
  SUBGRAPH_UNOPERATED: warning(
    'no department operates a subgraph: nobody owns what it resolves',
    'Add it to a department in departments.yaml.',
  ),
  DOCUMENT_ENDED: warning('it is over, and explains denials only', 'Renew it, or remove it.'),
  GRANT_EMPTY: warning(
    'a grant, or a category or wildcard of it, gives nothing',
    'Remove it, or name what the provider owns and may give.',
  ),
  GRANT_NEEDLESS: warning(
    'it gives by name what every department reads already (无条件共享)',
    'Remove the coordinate; if it should be limited, classify it CONDITIONAL.',
  ),
  GRANT_IDLE: warning(
    'a broader grant gives all of it already, to the same principals, as long',
    'Remove one of the two.',
  ),
  DOCUMENTS_OVERLAP: note(
    'two agreements give the same coordinate with the same effect to the same principals',
    'Keep it in one of them, or leave both if each has its own basis.',
  ),
  ROLE_UNKNOWN: warning(
    'an agreement asks for a role that the recipient does not register',
    'Register the role in departments.yaml, or ask for one that is.',
  ),
  DENIED_NON_NULL: warning(
    'a non-null field is denied to a class that reads its siblings: they go with it',
    'Let it be nullable, or grant it.',
  ),
  PARTIAL_NON_NULL: warning(
    'a non-null field is given on fewer rows than its siblings, or through a mask that can be null',
    'Let it be nullable, or give it on the same rows.',
  ),
  MASK_BETRAYED: warning(
    'a class gets a value masked, beside a field in full that gives it away',
    'Mask the other field too, or let its owner withdraw the derivation.',
  ),
  DERIVED_MORE_OPEN: note(
    'a derivation lets a class read more of a field than of its source',
    "It is the source owner's to permit: see that it is meant.",
  ),
  CLASSIFIED_MORE_OPEN: warning(
    'a field is classified more openly than a field from which it is computed',
    'Classify it as strictly as its source, or grant the derivation knowingly.',
  ),
  ARGUMENT_INFERS: warning(
    'an argument bears the name of a field that is not open to all, and does not say that it reads it',
    'Write @reads on the argument: what it lets a caller infer is then refused with it.',
  ),
  ARGUMENT_BARS: warning(
    'a class reads a field whose required argument it may not give',
    'Grant what the argument reads in full, or let the argument be optional.',
  ),
} as const satisfies Readonly<Record<string, CodeMeaning>>;

/** A code of {@link codes}. */
export type FaultCode = keyof typeof codes;
