import type { GraphQLSchema } from 'graphql';
import { describeEffect, isDenied } from '../../policies/index.ts';
import { explainPlan } from './explain-plan.ts';
import type { Shaped } from './stages.ts';

/** Explains answers. */
export type Explain = (shaped: Shaped) => Shaped;

/**
 * Makes the step. It adds to a department's answer, if asked for, under `extensions.policy` what was decided about each
 * coordinate (effect, reason, steps with the places of their rules, the agreements it rests on), and under
 * `extensions.plan` how it is fetched. The public gets no explanation.
 * @param api the API schema of the whole graph
 */
export function createExplain(api: GraphQLSchema): Explain {
  return (shaped) => {
    const { cls, table, arrived } = shaped.authorized.parsed.identified;
    if (cls.department === null || !(arrived.explainPolicy || arrived.explainPlan)) return shaped;
    const extensions = {
      ...(arrived.explainPolicy ? { policy: explainPolicy(shaped) } : {}),
      ...(arrived.explainPlan
        ? {
            plan: shaped.compiled
              .describe()
              .map((plan) => explainPlan(plan, api, (named) => table.visible(cls, named))),
          }
        : {}),
    };
    const body = Buffer.concat([
      shaped.answer.body.subarray(0, -1),
      Buffer.from(`,"extensions":${JSON.stringify(extensions)}}`),
    ]);
    return { ...shaped, answer: { ...shaped.answer, body } };
  };
}

function explainPolicy({ authorized: { parsed, authorized }, facts }: Shaped): object {
  const { cls, table } = parsed.identified;
  const coordinates = Object.fromEntries(
    [...facts.released, ...facts.masked, ...facts.denied]
      .sort()
      .map((coordinate): [string, object] => {
        const { effect, owner, reason, steps, reliesOn, wouldGrant } = table.decide(
          cls,
          coordinate,
        );
        const [typeName = '', field = ''] = coordinate.split('.');
        const told = steps
          .filter(({ names }) => names.every((named) => table.visible(cls, named)))
          .map(({ step, outcome, source }) => ({ step, outcome, source }));
        const common = { owner, steps: told, wouldGrant };
        const made = authorized.operation.effectOf(typeName, field);
        // The way to rows of which nothing may be read is given by its own decision.
        if (made.kind === 'deny' && !isDenied(effect)) {
          const { reason: why } = made.denial.extensions;
          return [
            coordinate,
            { ...common, effect: describeEffect(denied), reason: why, reliesOn: [] },
          ];
        }
        const given = describeEffect(effect, (name) => table.visible(cls, `${typeName}.${name}`));
        return [coordinate, { ...common, effect: given, reason, reliesOn }];
      }),
  );
  return { class: cls.key, table: table.version, at: table.at, coordinates };
}

const denied = { allow: false, mask: null };
