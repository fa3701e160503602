import { Day } from '../../components/day.tsx';
import { SectionBlock } from '../../components/section-block.tsx';
import { SummaryList } from '../../components/summary-list.tsx';
import { StatusTag } from '../../components/tags.tsx';
import { Written } from '../../components/written.tsx';
import type { Visit } from '../../page.ts';
import type { EnterpriseRecord } from '../../records/enterprise.ts';
import { nameOfCode, nameOfDivision } from '../../words/index.ts';

interface RegistrationSectionProps {
  readonly visit: Visit;
  readonly section: EnterpriseRecord['registration'];
}

/** Who the enterprise is. */
export function RegistrationSection({ visit, section }: RegistrationSectionProps) {
  const { language, words } = visit;
  const said = words.enterprise.registration;
  return (
    <SectionBlock visit={visit} id="registration" title={said.title} section={section}>
      {(data) => (
        <SummaryList
          rows={[
            {
              name: said.name,
              value: data.name === null ? '–' : <Written language={language} text={data.name} />,
            },
            {
              name: said.nameLatin,
              value:
                data.nameLatin === null ? (
                  '–'
                ) : (
                  <Written language={language} text={data.nameLatin} />
                ),
            },
            { name: said.uscc, value: <code class="cpz-code">{data.uscc}</code> },
            { name: said.status, value: <StatusTag language={language} status={data.status} /> },
            {
              name: said.categories,
              value:
                (data.categories ?? [])
                  .map((each) => nameOfCode(language, 'EnterpriseCategory', each))
                  .join(words.site.listComma) || '–',
            },
            {
              name: said.ownership,
              value:
                data.ownership === null ? '–' : nameOfCode(language, 'Ownership', data.ownership),
            },
            {
              name: said.division,
              value: data.division === null ? '–' : nameOfDivision(language, data.division),
            },
            {
              name: said.registeredOn,
              value: <Day language={language} day={data.registeredOn} />,
            },
            {
              name: said.park,
              value: (language === 'en' ? data.park?.nameEn : data.park?.name) ?? '–',
            },
          ]}
        />
      )}
    </SectionBlock>
  );
}
