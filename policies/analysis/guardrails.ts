import { everyClass } from '../decision/classes.ts';
import type { PolicyTable } from '../decision/table.ts';
import { type DecisionClass, isDenied } from '../vocabulary.ts';
import type { Finding } from './finding.ts';

/**
 * Guardrails that some decision breaks. Exhaustive: rights only grow with roles, so the classes without roles and
 * with all of them, for every department and purpose, reach every right.
 */
export function brokenGuardrails({ policies, decide }: PolicyTable): Finding[] {
  const classes = everyClass(policies);
  return policies.guardrails.flatMap((guardrail) => {
    const broken = classes
      .filter((cls) => guardrail.readers.includes(cls.department ?? 'public'))
      .flatMap((cls) =>
        [...guardrail.coordinates].flatMap((coordinate) => {
          const { effect, reliesOn } = decide(cls, coordinate);
          const reads = guardrail.never === 'at-all' ? !isDenied(effect) : effect.allow !== false;
          return reads ? [`${who(cls)} reads ${coordinate} (${reliesOn.join(', ')})`] : [];
        }),
      );
    const [first] = broken;
    if (first === undefined) return [];
    const more = broken.length === 1 ? '' : `, and ${broken.length - 1} more`;
    return [
      {
        severity: 'error' as const,
        code: 'GUARDRAIL_BROKEN',
        message: `"${guardrail.statement.en}": ${first}${more}.`,
        ...guardrail.place,
      },
    ];
  });
}

function who({ department, purpose, roles }: DecisionClass): string {
  if (department === null) return 'the public';
  const acting = roles.length === 0 ? '' : ` as ${roles.join(', ')}`;
  return `${department} for ${purpose ?? 'no purpose'}${acting}`;
}
