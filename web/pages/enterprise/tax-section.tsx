import { SectionBlock } from '../../components/section-block.tsx';
import { SummaryList } from '../../components/summary-list.tsx';
import type { Visit } from '../../page.ts';
import type { EnterpriseRecord } from '../../records/enterprise.ts';

interface TaxSectionProps {
  readonly visit: Visit;
  readonly section: EnterpriseRecord['tax'];
}

/** The tax grade, where it is the one that is published. */
export function TaxSection({ visit, section }: TaxSectionProps) {
  const said = visit.words.enterprise.tax;
  return (
    <SectionBlock visit={visit} id="tax" title={said.title} section={section}>
      {({ taxGradeAYear }) =>
        taxGradeAYear === null ? (
          <p class="govuk-body cpz-none">{said.none}</p>
        ) : (
          <SummaryList
            rows={[
              {
                name: said.grade,
                value: (
                  <strong class="govuk-tag govuk-tag--green">{said.year(taxGradeAYear)}</strong>
                ),
              },
            ]}
          />
        )
      }
    </SectionBlock>
  );
}
