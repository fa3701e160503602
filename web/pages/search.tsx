import { DataTable } from '../components/data-table.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Narrow } from '../components/narrow.tsx';
import { Pagination } from '../components/pagination.tsx';
import { SearchForm } from '../components/search-form.tsx';
import { Services } from '../components/services.tsx';
import { CustomsCategory, StatusTag } from '../components/tags.tsx';
import { Written } from '../components/written.tsx';
import { keptForHalfAMinute, notKept } from '../keeping.ts';
import { type Content, hrefOf, type Outcome, type Page, type Visit } from '../page.ts';
import { readSought } from '../records/sought.ts';
import { mostRows, pageOf, pagesOf } from '../records/list.ts';
import { readResults, type Results, type Search } from '../records/search.ts';
import { valuesOf } from '../words/index.ts';
import { faultPage } from './faults.tsx';

/** The first page: the search, and under the same address its results. */
export const searchPage: Page = {
  path: '/',
  parameters: ['q', 'category', 'page'],
  show: async (visit): Promise<Outcome> => {
    const { q, category = '' } = visit.fields;
    const known = valuesOf('EnterpriseCategory').includes(category) ? category : null;
    if (q === undefined && known === null) return start(visit);
    const sought = readSought(q ?? '', visit.words);
    switch (sought.kind) {
      case 'wrong':
        return start(visit, sought.message);
      case 'code':
        return { kind: 'elsewhere', location: hrefOf(visit, `/enterprise/${sought.uscc}`) };
      case 'name':
        return results(visit, { name: sought.name, category: known });
      case 'everything':
        return results(visit, { name: null, category: known });
    }
  },
};

function start(visit: Visit, error: string | null = null): Content {
  const { words, site, language } = visit;
  const errors = error === null ? [] : [{ field: 'q', message: error }];
  return {
    kind: 'content',
    status: error === null ? 200 : 400,
    title: words.search.title,
    description: words.search.lead,
    hasErrors: error !== null,
    keeping: error === null ? keptForHalfAMinute : notKept,
    linkedData: {
      '@context': 'https://schema.org',
      '@type': 'WebSite',
      name: words.site.name,
      url: `${site.origin}/${language}/`,
      inLanguage: language,
      potentialAction: {
        '@type': 'SearchAction',
        target: `${site.origin}/${language}/?q={query}`,
        'query-input': 'required name=query',
      },
    },
    body: (
      <>
        <Narrow>
          <ErrorSummary words={words} errors={errors} />
          <h1 class="govuk-heading-xl cpz-title">{words.search.title}</h1>
          <p class="govuk-body-l">{words.search.lead}</p>
          <SearchForm visit={visit} error={error} />
        </Narrow>
        <Services visit={visit} />
      </>
    ),
  };
}

async function results(visit: Visit, search: Search): Promise<Content> {
  const page = pageOf(visit.fields.page);
  const found = await readResults(visit, search, page);
  if (found === 'unavailable') return faultPage(visit, 'unavailable');
  const pages = pagesOf(found.total);
  if (page > pages) return faultPage(visit, 'notFound');
  const { words } = visit;
  const count = words.search.enterprises(found.total);
  const heading =
    search.name === null
      ? words.search.resultsAll(count)
      : found.total === 0
        ? words.search.none(search.name)
        : words.search.results(count, search.name);
  const place = pages > 1 ? words.search.page(page, pages) : '';
  return {
    kind: 'content',
    status: 200,
    title: [heading, place].filter((part) => part !== '').join(', '),
    keeping: found.isCategoryUnknown ? notKept : keptForHalfAMinute,
    body: (
      <>
        <h1 class="govuk-heading-l">{words.search.resultsTitle}</h1>
        <SearchForm visit={visit} error={null} isCompact />
        <h2 class="govuk-heading-m cpz-count">
          {heading}
          {place !== '' && <span class="cpz-count__place"> · {place}</span>}
        </h2>
        <ResultList visit={visit} search={search} found={found} />
        <Pagination
          words={words}
          page={page}
          pages={pages}
          hrefOfPage={(each) => hrefOf(visit, '/', addressOf(search, each))}
        />
      </>
    ),
  };
}

interface ResultListProps {
  readonly visit: Visit;
  readonly search: Search;
  readonly found: Results;
}

function ResultList({ visit, search, found }: ResultListProps) {
  const { language, words } = visit;
  if (found.total === 0) {
    return (
      <div class="cpz-empty">
        <ul class="govuk-list govuk-list--bullet">
          {words.search.noneHelp.map((help) => (
            <li key={help}>{help}</li>
          ))}
        </ul>
      </div>
    );
  }
  const { columns } = words.search;
  return (
    <>
      <DataTable
        caption={words.search.resultsTitle}
        isCaptionHidden
        keyOf={({ uscc }) => uscc}
        rows={found.rows}
        columns={[
          {
            heading: columns.name,
            cell: ({ uscc, name, nameLatin }) => (
              <>
                <a class="govuk-link" href={hrefOf(visit, `/enterprise/${uscc}`)}>
                  <Written language={language} text={name ?? uscc} />
                </a>
                {nameLatin !== null && (
                  <span class="cpz-second">
                    <Written language={language} text={nameLatin} />
                  </span>
                )}
              </>
            ),
          },
          {
            heading: columns.uscc,
            cell: ({ uscc }) => <code class="cpz-code cpz-whole">{uscc}</code>,
          },
          {
            heading: columns.status,
            cell: ({ status }) => <StatusTag language={language} status={status} />,
          },
          {
            heading: columns.category,
            cell: ({ customsCategory }) =>
              found.isCategoryUnknown ? (
                words.enterprise.unavailable
              ) : (
                <CustomsCategory language={language} category={customsCategory} />
              ),
          },
        ]}
      />
      {found.total > mostRows && <p class="govuk-body">{words.search.capped(String(mostRows))}</p>}
      <p class="govuk-body cpz-download">
        {words.search.download}
        {words.search.downloadHolds(Math.min(found.total, mostRows), found.total)}
        <a class="govuk-link" href={fileOf('csv', search)}>
          CSV
        </a>{' '}
        <a class="govuk-link" href={fileOf('json', search)}>
          JSON
        </a>
      </p>
    </>
  );
}

function fileOf(extension: 'csv' | 'json', { name, category }: Search): string {
  const query = new URLSearchParams({ q: name ?? '', category: category ?? '' });
  return `/search.${extension}?${query.toString()}`;
}

function addressOf({ name, category }: Search, page: number): Record<string, string | null> {
  return { q: name ?? '', category, page: page === 1 ? null : String(page) };
}
