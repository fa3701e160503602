import { type CorrectionRules, correctionRuleSets } from './correction.ts';
import { type DisclosureRules, disclosureRuleSets } from './disclosure.ts';
import { type EvaluationRules, evaluationRuleSets } from './evaluation.ts';

/** A set of rules as the graph shows it. */
export interface ShownRuleSet {
  readonly id: string;
  readonly matter: 'DISCLOSURE' | 'EVALUATION' | 'CORRECTION';
  readonly title: string;
  readonly titleEn: string;
  readonly instrument: string;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly rules: readonly string[];
}

/** Every set of rules, one rule a line. */
export const shownRuleSets: readonly ShownRuleSet[] = [
  ...disclosureRuleSets.map((set) => shown('DISCLOSURE', set, disclosureLines(set))),
  ...evaluationRuleSets.map((set) => shown('EVALUATION', set, evaluationLines(set))),
  ...correctionRuleSets.map((set) => shown('CORRECTION', set, correctionLines(set))),
];

function shown(
  matter: ShownRuleSet['matter'],
  {
    id,
    title,
    instrument,
    effectiveFrom,
    effectiveTo,
  }: DisclosureRules | EvaluationRules | CorrectionRules,
  rules: readonly string[],
): ShownRuleSet {
  const { zh, en } = title;
  return { id, matter, title: zh, titleEn: en, instrument, effectiveFrom, effectiveTo, rules };
}

function disclosureLines({ deadlines, severities, penalties, lists }: DisclosureRules): string[] {
  return [
    ...Object.entries(severities).map(
      ([severity, { published, minMonths, maxMonths }]) =>
        `${severity}: ${published ? 'published' : 'not published'}, ${minMonths} to ${maxMonths} months`,
    ),
    ...Object.entries(penalties).map(([kind, severity]) => `${kind}: ${severity}`),
    ...Object.entries(lists).map(
      ([list, { serious, minMonths, maxMonths }]) =>
        `${list}: ${serious ? 'serious list, ' : ''}${minMonths} to ${maxMonths} months`,
    ),
    `licences and penalties are disclosed within ${deadlines.discloseWithinWorkingDays} working days of the decision`,
    `a notice may be objected to within ${deadlines.objectToNoticeWithinWorkingDays} working days`,
    `an objection is answered within ${deadlines.answerObjectionWithinDays} days`,
    `a request for repair is answered within ${deadlines.answerRepairWithinWorkingDays} working days`,
    `a decision that was annulled is withdrawn within ${deadlines.withdrawWithinDays} days`,
  ];
}

function evaluationLines({
  components,
  withoutEvidence,
  deductions,
  halfLifeDays,
  grades,
  caps,
}: EvaluationRules): string[] {
  return [
    ...components.map(({ id, weight, source }) => `${id}: ${weight} points, from ${source}`),
    `without evidence: ${withoutEvidence} thousandths of the component`,
    ...Object.entries(deductions).map(
      ([severity, value]) =>
        `a ${severity} record takes ${value} thousandths of its component, halved every ${halfLifeDays} days`,
    ),
    ...grades.map(({ grade, atLeast }) => `${grade}: ${atLeast} points or more`),
    ...caps.map(({ rule, atMost }) => `${rule}: at most ${atMost}`),
  ];
}

function correctionLines({ deadlines }: CorrectionRules): string[] {
  return [
    `a request to correct shared data is answered within ${deadlines.answerWithinWorkingDays} working days`,
    `the owner of the data may take ${deadlines.extendByWorkingDays} working days more, once, and says why`,
  ];
}
