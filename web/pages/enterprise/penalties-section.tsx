import { Authority } from '../../components/authority.tsx';
import { Day } from '../../components/day.tsx';
import { Money } from '../../components/money.tsx';
import { OfTotal } from '../../components/of-total.tsx';
import { InChinese } from '../../components/in-chinese.tsx';
import { RecordCard } from '../../components/record-card.tsx';
import { SectionBlock } from '../../components/section-block.tsx';
import { Written } from '../../components/written.tsx';
import type { Visit } from '../../page.ts';
import type { EnterpriseRecord } from '../../records/enterprise.ts';
import { nameOfCode } from '../../words/index.ts';

interface PenaltiesSectionProps {
  readonly visit: Visit;
  readonly section: EnterpriseRecord['penalties'];
}

/** Penalty decisions of all departments while they are published. */
export function PenaltiesSection({ visit, section }: PenaltiesSectionProps) {
  const { language, words } = visit;
  const said = words.enterprise.penalties;
  return (
    <SectionBlock visit={visit} id="penalties" title={said.title} section={section}>
      {({ nodes, totalCount }) => {
        const rows = nodes ?? [];
        if (rows.length === 0) return <p class="govuk-body cpz-none">{said.none}</p>;
        return (
          <>
            <InChinese visit={visit} />
            <ul class="cpz-records">
              {rows.map((row) => (
                <RecordCard
                  key={row.recordNo}
                  visit={visit}
                  number={row.recordNo}
                  title={<Written language={language} text={row.documentNo ?? row.recordNo} />}
                  facts={row.facts}
                  isRepairable
                  rows={[
                    {
                      name: said.kind,
                      value:
                        row.penaltyKind === null
                          ? '–'
                          : nameOfCode(language, 'PenaltyKind', row.penaltyKind),
                    },
                    ...(row.amount === null
                      ? []
                      : [
                          {
                            name: said.amount,
                            value: <Money language={language} amount={row.amount} />,
                          },
                        ]),
                    {
                      name: said.severity,
                      value:
                        row.severity === null
                          ? '–'
                          : nameOfCode(language, 'CreditSeverity', row.severity),
                    },
                    {
                      name: said.authority,
                      value: <Authority language={language} name={row.authority} />,
                    },
                    {
                      name: said.basis,
                      value: <Written language={language} text={row.basis ?? '–'} />,
                    },
                    {
                      name: said.decidedOn,
                      value: <Day language={language} day={row.decidedOn} />,
                    },
                    {
                      name: said.disclosedOn,
                      value: <Day language={language} day={row.disclosedOn} />,
                    },
                    {
                      name: said.ends,
                      value: <Day language={language} day={row.disclosureEndsOn} />,
                    },
                  ]}
                />
              ))}
            </ul>
            <OfTotal words={words} shown={rows.length} total={totalCount} />
          </>
        );
      }}
    </SectionBlock>
  );
}
