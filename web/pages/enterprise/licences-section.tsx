import { Authority } from '../../components/authority.tsx';
import { Day } from '../../components/day.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { InChinese } from '../../components/in-chinese.tsx';
import { OfTotal } from '../../components/of-total.tsx';
import { SectionBlock } from '../../components/section-block.tsx';
import { Written } from '../../components/written.tsx';
import { hrefOf, type Visit } from '../../page.ts';
import type { EnterpriseRecord } from '../../records/enterprise.ts';

interface LicencesSectionProps {
  readonly visit: Visit;
  readonly section: EnterpriseRecord['licences'];
}

/** Administrative licences while they are published. */
export function LicencesSection({ visit, section }: LicencesSectionProps) {
  const { language, words } = visit;
  const said = words.enterprise.licences;
  return (
    <SectionBlock visit={visit} id="licences" title={said.title} section={section}>
      {({ nodes, totalCount }) => {
        const rows = nodes ?? [];
        if (rows.length === 0) return <p class="govuk-body cpz-none">{said.none}</p>;
        return (
          <>
            <InChinese visit={visit} />
            <DataTable
              caption={said.title}
              isCaptionHidden
              isWide
              keyOf={({ recordNo }) => recordNo}
              rows={rows}
              columns={[
                {
                  heading: said.columns.document,
                  cell: ({ documentNo, recordNo }) => (
                    <Written language={language} text={documentNo ?? recordNo} />
                  ),
                },
                {
                  heading: said.columns.what,
                  cell: ({ summary, title }) => (
                    <Written language={language} text={summary ?? title ?? '–'} />
                  ),
                },
                {
                  heading: said.columns.authority,
                  cell: ({ authority }) => <Authority language={language} name={authority} />,
                },
                {
                  heading: said.columns.decidedOn,
                  cell: ({ decidedOn }) => <Day language={language} day={decidedOn} />,
                },
                {
                  heading: said.columns.ends,
                  cell: ({ disclosureEndsOn }) =>
                    disclosureEndsOn === null ? (
                      words.enterprise.customs.open
                    ) : (
                      <Day language={language} day={disclosureEndsOn} />
                    ),
                },
                {
                  heading: said.columns.object,
                  cell: ({ recordNo }) => (
                    <a class="govuk-link" href={hrefOf(visit, '/objection', { target: recordNo })}>
                      {words.enterprise.actions.object}
                      <span class="govuk-visually-hidden"> {recordNo}</span>
                    </a>
                  ),
                },
              ]}
            />
            <OfTotal words={words} shown={rows.length} total={totalCount} />
          </>
        );
      }}
    </SectionBlock>
  );
}
