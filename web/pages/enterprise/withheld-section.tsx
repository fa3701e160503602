import { DataTable } from '../../components/data-table.tsx';
import type { Visit } from '../../page.ts';

/** What the departments hold and the law does not let be published, and which law. */
export function WithheldSection({ visit }: { readonly visit: Visit }) {
  const said = visit.words.enterprise.withheld;
  return (
    <section class="cpz-section" aria-labelledby="withheld">
      <h2 class="govuk-heading-m cpz-section__title" id="withheld">
        {said.title}
      </h2>
      <p class="govuk-body">{said.lead}</p>
      <DataTable
        caption={said.title}
        isCaptionHidden
        keyOf={({ what }) => what}
        rows={said.items}
        columns={[
          { heading: said.columns.what, cell: ({ what }) => what },
          { heading: said.columns.why, cell: ({ why }) => why },
          { heading: said.columns.law, cell: ({ law }) => law },
        ]}
      />
    </section>
  );
}
