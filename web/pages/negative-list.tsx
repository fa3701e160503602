import { Authority } from '../components/authority.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Day } from '../components/day.tsx';
import { InChinese } from '../components/in-chinese.tsx';
import { PageHead } from '../components/page-head.tsx';
import { Pagination } from '../components/pagination.tsx';
import { ListTag } from '../components/tags.tsx';
import { Written } from '../components/written.tsx';
import { keptWithEntries, notKept } from '../keeping.ts';
import { hrefOf, type Outcome, type Page, type Visit } from '../page.ts';
import { mostRows, pageOf, pagesOf } from '../records/list.ts';
import { type Entries, type Listed, readEntries } from '../records/negative-list.ts';
import { nameOfCode, valuesOf } from '../words/index.ts';
import { faultPage } from './faults.tsx';

/** The negative lists of the zone. */
export const negativeListPage: Page = {
  path: '/negative-list',
  parameters: ['list', 'page'],
  show: async (visit): Promise<Outcome> => {
    const { words } = visit;
    const said = words.negativeList;
    const list = listOf(visit);
    const page = pageOf(visit.fields.page);
    const entries = await readEntries(visit, list, page);
    if (entries === 'unavailable') return faultPage(visit, 'unavailable');
    const pages = pagesOf(entries.total);
    if (page > pages) return faultPage(visit, 'notFound');
    const place = pages > 1 ? words.search.page(page, pages) : null;
    return {
      kind: 'content',
      status: 200,
      title: place === null ? said.title : `${said.title}, ${place}`,
      description: said.lead,
      canonicalQuery: list === null ? '' : `?list=${list}`,
      keeping: entries.isNameUnknown
        ? notKept
        : keptWithEntries(entries.rows.map(({ usableUntil }) => usableUntil)),
      body: (
        <>
          <PageHead title={said.title} lead={said.lead} />
          <Filter visit={visit} list={list} />
          <h2 class="govuk-heading-m cpz-count">
            {said.count(entries.total)}
            {place !== null && <span class="cpz-count__place"> · {place}</span>}
          </h2>
          {entries.total === 0 ? (
            <p class="govuk-body cpz-none">{said.none}</p>
          ) : (
            <>
              <InChinese visit={visit} />
              <EntryTable visit={visit} entries={entries} />
            </>
          )}
          {entries.total > mostRows && (
            <p class="govuk-body">{words.search.capped(String(mostRows))}</p>
          )}
          <p class="govuk-body cpz-download">
            {said.download}
            {words.search.downloadHolds(Math.min(entries.total, mostRows), entries.total)}
            <a class="govuk-link" href={`/negative-list.csv?list=${list ?? ''}`}>
              CSV
            </a>{' '}
            <a class="govuk-link" href={`/negative-list.json?list=${list ?? ''}`}>
              JSON
            </a>
          </p>
          <Pagination
            words={words}
            page={page}
            pages={pages}
            hrefOfPage={(each) =>
              hrefOf(visit, '/negative-list', { list, page: each === 1 ? null : each })
            }
          />
        </>
      ),
    };
  },
};

/** The list that an address names; null for all, and for one that there is not. */
export function listOf({ fields: { list = '' } }: Visit): string | null {
  return valuesOf('NegativeListType').includes(list) ? list : null;
}

function Filter({ visit, list }: { readonly visit: Visit; readonly list: string | null }) {
  const { language, words } = visit;
  const said = words.negativeList;
  return (
    <form
      action={hrefOf(visit, '/negative-list')}
      method="get"
      class="cpz-search cpz-search--compact"
    >
      <div class="govuk-form-group">
        <label class="govuk-label" for="list">
          {said.list}
        </label>
        <select class="govuk-select" id="list" name="list">
          <option value="">{said.all}</option>
          {valuesOf('NegativeListType').map((value) => (
            <option key={value} value={value} selected={value === list}>
              {nameOfCode(language, 'NegativeListType', value)}
            </option>
          ))}
        </select>
      </div>
      <button type="submit" class="govuk-button">
        {said.filter}
      </button>
    </form>
  );
}

interface EntryTableProps {
  readonly visit: Visit;
  readonly entries: Entries;
}

function EntryTable({ visit, entries }: EntryTableProps) {
  const { language, words } = visit;
  const { columns, title } = words.negativeList;
  return (
    <DataTable
      caption={title}
      isCaptionHidden
      isWide
      keyOf={({ entryNo }) => entryNo}
      rows={entries.rows}
      columns={[
        { heading: columns.name, cell: (entry) => <Subject visit={visit} entry={entry} /> },
        {
          heading: columns.list,
          cell: ({ listType }) => <ListTag language={language} list={listType} />,
        },
        {
          heading: columns.facts,
          cell: ({ facts, documentNo }) => (
            <>
              <Written language={language} text={facts ?? '–'} />
              {documentNo !== null && (
                <span class="cpz-second cpz-whole">
                  <Written language={language} text={documentNo} />
                </span>
              )}
            </>
          ),
        },
        {
          heading: columns.authority,
          cell: ({ authority }) => <Authority language={language} name={authority} />,
        },
        {
          heading: columns.listedOn,
          cell: ({ listedOn }) => <Day language={language} day={listedOn} />,
        },
        {
          heading: columns.ends,
          cell: ({ listingEndsOn }) => <Day language={language} day={listingEndsOn} />,
        },
      ]}
    />
  );
}

function Subject({ visit, entry }: { readonly visit: Visit; readonly entry: Listed }) {
  const { language, words } = visit;
  const { subject } = entry;
  if (subject === null) return <>{words.negativeList.nameUnknown}</>;
  return (
    <>
      <a class="govuk-link" href={hrefOf(visit, `/enterprise/${subject.uscc}`)}>
        <Written language={language} text={subject.name ?? subject.uscc} />
      </a>
      <span class="cpz-second">
        <code class="cpz-code">{subject.uscc}</code>
      </span>
    </>
  );
}
