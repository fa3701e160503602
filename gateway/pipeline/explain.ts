import { describeEffect } from '../../policies/index.ts';
import type { Shaped } from './stages.ts';

/**
 * Adds to a department's answer, under `extensions.policy`, what was decided about each coordinate that it asked for:
 * effect, reason, steps with the places of their rules, and the agreements it rests on. The public gets no explanation.
 */
export function explain(shaped: Shaped): Shaped {
  const { cls, table, arrived } = shaped.authorized.parsed.identified;
  if (!arrived.explainPolicy || cls.department === null) return shaped;
  const { released, masked, denied } = shaped.facts;
  const coordinates = Object.fromEntries(
    [...released, ...masked, ...denied].sort().map((coordinate) => {
      const { effect, owner, reason, steps, reliesOn, wouldGrant } = table.decide(cls, coordinate);
      const given = describeEffect(effect, (field) =>
        table.visible(cls, `${coordinate.split('.')[0] ?? ''}.${field}`),
      );
      const told = steps
        .filter(({ names }) => names.every((named) => table.visible(cls, named)))
        .map(({ step, outcome, source }) => ({ step, outcome, source }));
      return [coordinate, { effect: given, owner, reason, steps: told, reliesOn, wouldGrant }];
    }),
  );
  const policy = { class: cls.key, table: table.version, at: table.at, coordinates };
  const body = `${shaped.answer.body.slice(0, -1)},"extensions":${JSON.stringify({ policy })}}`;
  return { ...shaped, answer: { ...shaped.answer, body } };
}
