import Table from 'cli-table3';
import {
  type DecisionClass,
  type Effect,
  everyClass,
  isAllowed,
  isDenied,
  type PolicyTable,
} from '../../policies/index.ts';

/** One reader of one coordinate. */
export interface Reading {
  readonly coordinate: string;
  readonly department: string;
  readonly purpose: string | null;
  readonly roles: readonly string[];
  /** Whether the reader names a case. */
  readonly withCase: boolean;
  readonly effect: string;
  /** The effect itself: conditions and masks. */
  readonly exact: Effect;
  readonly agreements: readonly string[];
}

/** Who reads which coordinate: every class that gets anything, under what effect and which agreements. */
export function readings(
  { policies, decide }: PolicyTable,
  wanted: (coordinate: string) => boolean,
): readonly Reading[] {
  const classes = everyClass(policies);
  const fields = [...policies.coordinates.values()].filter(
    ({ kind, coordinate }) => kind === 'field' && wanted(coordinate),
  );
  return fields.flatMap(({ coordinate }) =>
    classes.flatMap((cls) => {
      const { effect, reliesOn } = decide(cls, coordinate);
      if (isDenied(effect)) return [];
      return [
        {
          coordinate,
          ...named(cls),
          effect: isAllowed(effect)
            ? 'allow'
            : [
                ...(effect.allow === false ? [] : ['some rows']),
                ...(effect.mask === null ? [] : [effect.mask.name]),
              ].join(', '),
          exact: effect,
          agreements: reliesOn,
        },
      ];
    }),
  );
}

/** A matrix on a terminal: a line for each coordinate, a column for each department, and the public. */
export function matrixTable(found: readonly Reading[], columns: readonly string[]): string {
  const table = new Table({ head: ['coordinate', ...columns], style: { head: [], border: [] } });
  const byCoordinate = new Map<string, Map<string, Set<string>>>();
  for (const { coordinate, department, effect } of found) {
    const row = byCoordinate.get(coordinate) ?? new Map<string, Set<string>>();
    byCoordinate.set(coordinate, row);
    row.set(department, (row.get(department) ?? new Set()).add(effect));
  }
  for (const [coordinate, row] of [...byCoordinate].sort(([a], [b]) => (a < b ? -1 : 1))) {
    table.push([coordinate, ...columns.map((column) => [...(row.get(column) ?? [])].join(' | '))]);
  }
  return `${table.toString()}\n`;
}

/** The readings as comma-separated values (RFC 4180). */
export function readingsCsv(found: readonly Reading[]): string {
  const quote = (text: string): string =>
    /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = found.map(
    ({ coordinate, department, purpose, roles, withCase, effect, agreements }) =>
      [
        coordinate,
        department,
        purpose ?? '',
        roles.join(' '),
        withCase ? 'yes' : 'no',
        effect,
        agreements.join(' '),
      ]
        .map(quote)
        .join(','),
  );
  return `${['coordinate,department,purpose,roles,case,effect,agreements', ...lines].join('\r\n')}\r\n`;
}

function named({
  department,
  purpose,
  roles,
  hasCase,
}: DecisionClass): Pick<Reading, 'department' | 'purpose' | 'roles' | 'withCase'> {
  return { department: department ?? 'public', purpose, roles, withCase: hasCase };
}
