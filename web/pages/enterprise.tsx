import { StatusTag } from '../components/tags.tsx';
import { Written } from '../components/written.tsx';
import { type Content, hrefOf, type Outcome, type Page, type Visit } from '../page.ts';
import { type EnterpriseRecord, keepingOf } from '../records/enterprise.ts';
import { loadEnterprise } from '../records/load-enterprise.ts';
import { sectionNames } from '../records/shapes.ts';
import { CustomsSection } from './enterprise/customs-section.tsx';
import { LicencesSection } from './enterprise/licences-section.tsx';
import { ListingsSection } from './enterprise/listings-section.tsx';
import { PenaltiesSection } from './enterprise/penalties-section.tsx';
import { RegistrationSection } from './enterprise/registration-section.tsx';
import { TaxSection } from './enterprise/tax-section.tsx';
import { WithheldSection } from './enterprise/withheld-section.tsx';
import { faultPage, unknownEnterprise } from './faults.tsx';

/** Everything that the law discloses about one enterprise. */
export const enterprisePage: Page = {
  path: '/enterprise/:uscc',
  parameters: [],
  show: async (visit): Promise<Outcome> => {
    const loaded = await loadEnterprise(visit);
    switch (loaded.kind) {
      case 'known':
        return known(visit, loaded.record);
      case 'unknown':
        return unknownEnterprise(visit, loaded.why);
      case 'unavailable':
        return faultPage(visit, 'unavailable');
    }
  },
};

function known(visit: Visit, record: EnterpriseRecord): Content {
  const { language, words, site } = visit;
  const { registration, uscc } = record;
  const name = (registration.kind === 'shown' ? registration.data.name : null) ?? uscc;
  const nameLatin = registration.kind === 'shown' ? registration.data.nameLatin : null;
  const status = registration.kind === 'shown' ? registration.data.status : null;
  return {
    kind: 'content',
    status: 200,
    title: name,
    description: `${name} (${uscc}): ${words.enterprise.caption}, ${words.site.zone}`,
    keeping: keepingOf(record),
    linkedData: {
      '@context': 'https://schema.org',
      '@type': 'Organization',
      '@id': `${site.origin}/${language}/enterprise/${uscc}`,
      legalName: name,
      ...(nameLatin === null ? {} : { alternateName: nameLatin }),
      identifier: { '@type': 'PropertyValue', propertyID: 'USCC', value: uscc },
      url: `${site.origin}/${language}/enterprise/${uscc}`,
    },
    body: (
      <article>
        <Breadcrumbs visit={visit} name={name} />
        <span class="govuk-caption-l">{words.enterprise.caption}</span>
        <h1 class="govuk-heading-l cpz-title">
          <Written language={language} text={name} />
        </h1>
        {language !== 'zh-CN' && nameLatin !== null && <p class="cpz-subtitle">{nameLatin}</p>}
        <p class="cpz-identity">
          <code class="cpz-code">{uscc}</code> <StatusTag language={language} status={status} />
        </p>
        <div class="cpz-columns">
          <div class="cpz-aside">
            <Contents visit={visit} />
            <Actions visit={visit} uscc={uscc} />
          </div>
          <div class="cpz-columns__main">
            <RegistrationSection visit={visit} section={registration} />
            <CustomsSection visit={visit} section={record.customs} />
            <PenaltiesSection visit={visit} section={record.penalties} />
            <LicencesSection visit={visit} section={record.licences} />
            <ListingsSection visit={visit} section={record.listings} />
            <TaxSection visit={visit} section={record.tax} />
            <WithheldSection visit={visit} />
          </div>
        </div>
      </article>
    ),
  };
}

function Breadcrumbs({ visit, name }: { readonly visit: Visit; readonly name: string }) {
  const { words, language } = visit;
  return (
    <nav class="govuk-breadcrumbs" aria-label={words.site.breadcrumbs}>
      <ol class="govuk-breadcrumbs__list">
        <li class="govuk-breadcrumbs__list-item">
          <a class="govuk-breadcrumbs__link" href={hrefOf(visit, '/')}>
            {words.nav.search}
          </a>
        </li>
        <li class="govuk-breadcrumbs__list-item" aria-current="page">
          <Written language={language} text={name} />
        </li>
      </ol>
    </nav>
  );
}

function Contents({ visit }: { readonly visit: Visit }) {
  const { enterprise } = visit.words;
  const entries = [...sectionNames, 'withheld'] as const;
  return (
    <nav class="cpz-contents" aria-labelledby="contents">
      <h2 class="cpz-contents__title" id="contents">
        {enterprise.contents}
      </h2>
      <ol>
        {entries.map((id) => (
          <li key={id}>
            <a class="govuk-link" href={`#${id}`}>
              {enterprise[id].title}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Actions({ visit, uscc }: { readonly visit: Visit; readonly uscc: string }) {
  const { actions } = visit.words.enterprise;
  return (
    <nav class="cpz-contents" aria-labelledby="actions">
      <h2 class="cpz-contents__title" id="actions">
        {actions.title}
      </h2>
      <ul>
        <li>
          <a class="govuk-link" href={hrefOf(visit, `/enterprise/${uscc}/statement`)}>
            {actions.statement}
          </a>
        </li>
        <li>
          <a class="govuk-link" href={`/enterprise/${uscc}/disclosure.json`}>
            {actions.json}
          </a>
        </li>
        <li>
          <a class="govuk-link" href={`/enterprise/${uscc}/disclosure.csv`}>
            {actions.csv}
          </a>
        </li>
      </ul>
    </nav>
  );
}
