import { DataTable } from '../../components/data-table.tsx';
import { Day } from '../../components/day.tsx';
import { SectionBlock } from '../../components/section-block.tsx';
import { SummaryList } from '../../components/summary-list.tsx';
import { CustomsCategory } from '../../components/tags.tsx';
import type { Visit } from '../../page.ts';
import type { EnterpriseRecord } from '../../records/enterprise.ts';

interface CustomsSectionProps {
  readonly visit: Visit;
  readonly section: EnterpriseRecord['customs'];
}

/** How customs class the enterprise, and how they did before. */
export function CustomsSection({ visit, section }: CustomsSectionProps) {
  const { language, words } = visit;
  const said = words.enterprise.customs;
  return (
    <SectionBlock visit={visit} id="customs" title={said.title} section={section}>
      {({ customsCategory, aeoCertificateNo, customsRegistration, customsCategoryHistory }) => (
        <>
          <SummaryList
            rows={[
              {
                name: said.category,
                value: <CustomsCategory language={language} category={customsCategory} />,
              },
              {
                name: said.aeo,
                value:
                  aeoCertificateNo === null ? (
                    '–'
                  ) : (
                    <code class="cpz-code">{aeoCertificateNo}</code>
                  ),
              },
              ...(customsRegistration === null
                ? [{ name: said.code, value: said.noRegistration }]
                : [
                    {
                      name: said.code,
                      value: <code class="cpz-code">{customsRegistration.customsCode ?? '–'}</code>,
                    },
                    {
                      name: said.registeredOn,
                      value: <Day language={language} day={customsRegistration.registeredOn} />,
                    },
                    {
                      name: said.validUntil,
                      value:
                        customsRegistration.validUntil === null ? (
                          said.open
                        ) : (
                          <Day language={language} day={customsRegistration.validUntil} />
                        ),
                    },
                  ]),
            ]}
          />
          {(customsCategoryHistory ?? []).length > 0 && (
            <DataTable
              caption={said.history}
              keyOf={({ validFrom, category }) => `${validFrom ?? ''} ${category ?? ''}`}
              rows={customsCategoryHistory ?? []}
              columns={[
                {
                  heading: said.columns.category,
                  cell: ({ category }) => (
                    <CustomsCategory language={language} category={category} />
                  ),
                },
                {
                  heading: said.columns.from,
                  cell: ({ validFrom }) => <Day language={language} day={validFrom} />,
                },
                {
                  heading: said.columns.to,
                  cell: ({ validTo }) =>
                    validTo === null ? said.inForce : <Day language={language} day={validTo} />,
                },
                {
                  heading: said.columns.scheme,
                  cell: ({ scheme }) => schemeName(scheme, said.scheme),
                },
                { heading: said.columns.decision, cell: ({ decisionNo }) => decisionNo ?? '–' },
              ]}
            />
          )}
        </>
      )}
    </SectionBlock>
  );
}

function schemeName(scheme: string | null, orderName: (order: string) => string): string {
  const [, order] = /^GACC-(\d+)$/.exec(scheme ?? '') ?? [];
  return order === undefined ? (scheme ?? '–') : orderName(order);
}
