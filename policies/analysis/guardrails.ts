import { everyClass } from '../decision/classes.ts';
import { describeClass } from '../decision/reason.ts';
import { compileTable, type PolicyTable } from '../decision/table.ts';
import type { Guardrail } from '../language/set.ts';
import { type DecisionClass, isDenied } from '../vocabulary.ts';
import type { PolicyFault } from '../language/fault.ts';

/**
 * Guardrails that some decision breaks, now or on a day to come: a table changes by itself when an agreement
 * begins, and nobody checks then. Exhaustive: rights only grow with roles and with a case, so the classes without
 * and with all of them, for every department and purpose, reach every right; between two changes nothing changes.
 */
export function brokenGuardrails(now: PolicyTable): PolicyFault[] {
  const tables = [now, ...laterTables(now)];
  const classes = everyClass(now.policies);
  return now.policies.guardrails.flatMap((guardrail): PolicyFault[] => {
    for (const table of tables) {
      const [first, ...more] = breaches(guardrail, table, classes);
      if (first === undefined) continue;
      const when = table === now ? '' : `from ${table.at.toISOString()} on, `;
      const others = more.length === 0 ? '' : `, and ${String(more.length)} more`;
      return [
        {
          code: 'GUARDRAIL_BROKEN',
          message: `"${guardrail.statement.en}": ${when}${first}${others}.`,
          ...guardrail.place,
        },
      ];
    }
    return [];
  });
}

/** The tables that follow this one, up to the last change that the documents know of. */
function laterTables({ policies, nextChange }: PolicyTable): PolicyTable[] {
  const later: PolicyTable[] = [];
  let moment = nextChange;
  while (moment !== null) {
    const table = compileTable(policies, moment);
    later.push(table);
    moment = table.nextChange;
  }
  return later;
}

function breaches(
  { readers, coordinates, never, unless }: Guardrail,
  { decide }: PolicyTable,
  classes: readonly DecisionClass[],
): string[] {
  return classes
    .filter((cls) => readers.includes(cls.department ?? 'public'))
    .filter(({ hasCase }) => !(hasCase && unless === 'case'))
    .flatMap((cls) =>
      [...coordinates].flatMap((coordinate) => {
        const { effect, reliesOn } = decide(cls, coordinate);
        const reads = never === 'at-all' ? !isDenied(effect) : effect.allow !== false;
        return reads ? [`${describeClass(cls)} reads ${coordinate} (${reliesOn.join(', ')})`] : [];
      }),
    );
}
