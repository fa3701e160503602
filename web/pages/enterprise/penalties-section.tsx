import { DataTable } from '../../components/data-table.tsx';
import { Day } from '../../components/day.tsx';
import { Money } from '../../components/money.tsx';
import { SectionBlock } from '../../components/section-block.tsx';
import type { Visit } from '../../page.ts';
import type { EnterpriseRecord } from '../../records/enterprise.ts';
import { nameOfCode } from '../../words/index.ts';

interface PenaltiesSectionProps {
  readonly visit: Visit;
  readonly section: EnterpriseRecord['penalties'];
}

/** Penalty decisions of customs while they are published. */
export function PenaltiesSection({ visit, section }: PenaltiesSectionProps) {
  const { language, words } = visit;
  const said = words.enterprise.penalties;
  return (
    <SectionBlock visit={visit} id="penalties" title={said.title} section={section}>
      {(rows) =>
        rows === null || rows.length === 0 ? (
          <p class="govuk-body cpz-none">{said.none}</p>
        ) : (
          <DataTable
            caption={said.title}
            isCaptionHidden
            keyOf={({ decisionNo }) => decisionNo}
            rows={rows}
            columns={[
              { heading: said.columns.decision, cell: ({ decisionNo }) => decisionNo },
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
                cell: ({ publicationEndsOn }) => (
                  <Day language={language} day={publicationEndsOn} />
                ),
              },
            ]}
          />
        )
      }
    </SectionBlock>
  );
}
