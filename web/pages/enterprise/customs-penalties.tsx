import { DataTable } from '../../components/data-table.tsx';
import { Day } from '../../components/day.tsx';
import { Money } from '../../components/money.tsx';
import { Written } from '../../components/written.tsx';
import type { Visit } from '../../page.ts';
import { nameOfCode } from '../../words/index.ts';

interface CustomsPenaltiesProps {
  readonly visit: Visit;
  readonly rows: readonly {
    readonly decisionNo: string;
    readonly ground: string | null;
    readonly fine: string | null;
    readonly decidedOn: string | null;
    readonly publicationEndsOn: string | null;
  }[];
}

/** Decisions that customs publish themselves; nothing where there are none. */
export function CustomsPenalties({ visit, rows }: CustomsPenaltiesProps) {
  const { language, words } = visit;
  const said = words.enterprise.customsPenalties;
  if (rows.length === 0) return null;
  return (
    <DataTable
      caption={said.title}
      keyOf={({ decisionNo }) => decisionNo}
      rows={rows}
      columns={[
        {
          heading: said.columns.decision,
          cell: ({ decisionNo }) => <Written language={language} text={decisionNo} />,
        },
        {
          heading: said.columns.ground,
          cell: ({ ground }) =>
            ground === null ? '–' : nameOfCode(language, 'PenaltyGround', ground),
        },
        {
          heading: said.columns.fine,
          isNumeric: true,
          cell: ({ fine }) => <Money language={language} amount={fine} />,
        },
        {
          heading: said.columns.decidedOn,
          cell: ({ decidedOn }) => <Day language={language} day={decidedOn} />,
        },
        {
          heading: said.columns.ends,
          cell: ({ publicationEndsOn }) => <Day language={language} day={publicationEndsOn} />,
        },
      ]}
    />
  );
}
