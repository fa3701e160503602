import { DataTable } from '../components/data-table.tsx';
import { PageHead } from '../components/page-head.tsx';
import { PathCode } from '../components/path-code.tsx';
import { dictionary } from '../downloads/dictionary.ts';
import { keptForHalfAMinute } from '../keeping.ts';
import type { Page } from '../page.ts';
import { mostRows } from '../records/list.ts';
import { meaningOf } from '../words/fields.ts';

/** What can be downloaded, and what it means. */
export const dataPage: Page = {
  path: '/data',
  parameters: [],
  show: (visit) => {
    const { language } = visit;
    const said = visit.words.data;
    const files = [
      [said.enterprise, '/enterprise/{uscc}/disclosure.json', said.noLimit],
      [said.enterprise, '/enterprise/{uscc}/disclosure.csv', said.noLimit],
      [said.statement, '/enterprise/{uscc}/statement.jws', said.noLimit],
      [said.results, '/search.json?q={text}', said.rows(String(mostRows))],
      [said.results, '/search.csv?q={text}', said.rows(String(mostRows))],
      [said.negativeList, '/negative-list.json?list={code}', said.rows(String(mostRows))],
      [said.negativeList, '/negative-list.csv?list={code}', said.rows(String(mostRows))],
      [said.sitemap, '/sitemap.xml', said.noLimit],
    ] as const;
    return {
      kind: 'content',
      status: 200,
      title: said.title,
      description: said.lead,
      keeping: keptForHalfAMinute,
      body: (
        <>
          <PageHead title={said.title} lead={said.lead} />
          <h2 class="govuk-heading-m">{said.downloads}</h2>
          <DataTable
            caption={said.downloads}
            isCaptionHidden
            keyOf={([, address]) => address}
            rows={files}
            columns={[
              { heading: said.columns.what, cell: ([what]) => what },
              {
                heading: said.columns.address,
                cell: ([, address]) => <PathCode path={address} />,
              },
              { heading: said.columns.limit, cell: ([, , limit]) => limit },
            ]}
          />
          <ul class="govuk-list govuk-list--bullet">
            {said.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
          <h2 class="govuk-heading-m">{said.dictionary}</h2>
          <p class="govuk-body">
            <a class="govuk-link" href="/schemas/enterprise.json">
              {said.schema}
            </a>
          </p>
          <DataTable
            caption={said.dictionary}
            isCaptionHidden
            keyOf={({ path }) => path}
            rows={dictionary()}
            columns={[
              {
                heading: said.fieldColumns.field,
                cell: ({ path }) => <PathCode path={path} />,
              },
              { heading: said.fieldColumns.type, cell: ({ type }) => type },
              {
                heading: said.fieldColumns.meaning,
                cell: ({ path }) => meaningOf(language, path) ?? '–',
              },
            ]}
          />
        </>
      ),
    };
  },
};
