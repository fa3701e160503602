import {
  type Decision,
  type DecisionClass,
  describeClass,
  isAllowed,
  isDenied,
} from '../../policies/index.ts';

/** A decision in lines: the outcome first, then each step with the place of the rule that spoke. */
export function explainDecision(decision: Decision, cls: DecisionClass): string {
  const { coordinate, effect, owner, classification, steps, reliesOn, wouldGrant } = decision;
  const outcome = isAllowed(effect) ? 'ALLOW' : isDenied(effect) ? 'DENY' : 'PARTLY';
  const lines = [
    `${outcome}  ${coordinate}  to ${describeClass(cls)}`,
    `  ${decision.reason}`,
    `  owner: ${owner ?? 'nobody'}; ${classification === null ? 'not classified' : `${classification.category}, ${classification.sharing}`}`,
    ...(effect.allow === true || effect.allow === false
      ? []
      : [`  in full where ${JSON.stringify(effect.allow)}`]),
    ...(effect.mask === null
      ? []
      : [
          `  masked with ${effect.mask.name}${effect.mask.when === true ? '' : ` where ${JSON.stringify(effect.mask.when)}`}`,
        ]),
    ...steps.map(
      ({ step, outcome: said, source }) =>
        `  step ${step}: ${said}${source === undefined ? '' : `  (${source})`}`,
    ),
    ...(reliesOn.length === 0 ? [] : [`  relies on: ${reliesOn.join(', ')}`]),
    ...(wouldGrant.length === 0 ? [] : [`  would grant it: ${wouldGrant.join(', ')}`]),
  ];
  return `${lines.join('\n')}\n`;
}
