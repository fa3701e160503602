import { Authority } from '../../components/authority.tsx';
import { Day } from '../../components/day.tsx';
import { InChinese } from '../../components/in-chinese.tsx';
import { RecordCard } from '../../components/record-card.tsx';
import { SectionBlock } from '../../components/section-block.tsx';
import { ListTag } from '../../components/tags.tsx';
import { Written } from '../../components/written.tsx';
import type { Visit } from '../../page.ts';
import type { EnterpriseRecord } from '../../records/enterprise.ts';
import { nameOfCode } from '../../words/index.ts';

interface ListingsSectionProps {
  readonly visit: Visit;
  readonly section: EnterpriseRecord['listings'];
}

/** The negative lists that the enterprise is on. */
export function ListingsSection({ visit, section }: ListingsSectionProps) {
  const { language, words } = visit;
  const said = words.enterprise.listings;
  return (
    <SectionBlock visit={visit} id="listings" title={said.title} section={section}>
      {(rows) =>
        rows.length === 0 ? (
          <p class="govuk-body cpz-none">{said.none}</p>
        ) : (
          <>
            <InChinese visit={visit} />
            <ul class="cpz-records">
              {rows.map((row) => (
                <RecordCard
                  key={row.entryNo}
                  visit={visit}
                  number={row.entryNo}
                  title={<ListTag language={language} list={row.listType} />}
                  facts={row.facts}
                  isRepairable
                  rows={[
                    {
                      name: said.document,
                      value: <Written language={language} text={row.documentNo ?? '–'} />,
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
                      name: said.state,
                      value:
                        row.state === null
                          ? '–'
                          : nameOfCode(language, 'NegativeListState', row.state),
                    },
                    { name: said.listedOn, value: <Day language={language} day={row.listedOn} /> },
                    { name: said.ends, value: <Day language={language} day={row.listingEndsOn} /> },
                  ]}
                />
              ))}
            </ul>
          </>
        )
      }
    </SectionBlock>
  );
}
