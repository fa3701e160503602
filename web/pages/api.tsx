import { Narrow } from '../components/narrow.tsx';
import { PageHead } from '../components/page-head.tsx';
import { keptForHalfAMinute } from '../keeping.ts';
import type { Page } from '../page.ts';

/** How to read the graph without the pages. */
export const apiPage: Page = {
  path: '/api',
  parameters: [],
  show: ({ words, site }) => {
    const said = words.api;
    const query =
      '{ enterprises(name: \\"songyue\\", first: 3) { totalCount nodes { uscc name customsCategory taxGradeAYear } } }';
    return {
      kind: 'content',
      status: 200,
      title: said.title,
      description: said.lead,
      keeping: keptForHalfAMinute,
      body: (
        <>
          <PageHead title={said.title} lead={said.lead} />
          <Narrow>
            <h2 class="govuk-heading-m">{said.endpoint}</h2>
            <p class="govuk-body">
              <code class="cpz-code">POST {site.endpoint}</code>
            </p>
            <h2 class="govuk-heading-m">{said.try}</h2>
            <pre class="cpz-pre" tabIndex={0} aria-label={said.try}>
              <code>{`curl -s ${site.endpoint} \\\n  -H 'Content-Type: application/json' \\\n  -d '{"query":"${query}"}'`}</code>
            </pre>
            <p class="govuk-body">{said.answer}</p>
            <h2 class="govuk-heading-m">{said.schema}</h2>
            <p class="govuk-body">
              <a class="govuk-link" href="/schemas/public.graphql">
                {said.schemaLink}
              </a>
            </p>
            <h2 class="govuk-heading-m">{said.limits}</h2>
            <p class="govuk-body">{said.limitsHelp}</p>
            <ul class="govuk-list govuk-list--bullet">
              {said.rules.map((rule) => (
                <li key={rule}>{rule}</li>
              ))}
            </ul>
          </Narrow>
        </>
      ),
    };
  },
};
