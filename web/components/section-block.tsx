import type { ComponentChildren } from 'preact';
import type { Visit } from '../page.ts';
import type { Section } from '../records/section.ts';
import { writtenDay } from './day.tsx';

interface SectionBlockProps<Data> {
  readonly visit: Visit;
  readonly id: string;
  readonly title: string;
  readonly section: Section<Data>;
  readonly children: (data: Data) => ComponentChildren;
}

/**
 * A section of a page with its source and day. When the department does not answer, the section says so and never that
 * nothing is recorded.
 */
export function SectionBlock<Data>({
  visit,
  id,
  title,
  section,
  children,
}: SectionBlockProps<Data>) {
  const { language, words, today } = visit;
  const source = words.sources[section.source];
  return (
    <section class="cpz-section" aria-labelledby={id}>
      <h2 class="govuk-heading-m cpz-section__title" id={id}>
        {title}
      </h2>
      <p class="cpz-section__source">
        {words.enterprise.source}
        {words.site.colon}
        {source}
        {section.kind === 'shown' && (
          <span class="cpz-section__day">
            {words.enterprise.asOf} <time dateTime={today}>{writtenDay(language, today)}</time>
          </span>
        )}
      </p>
      {section.kind === 'shown' ? (
        children(section.data)
      ) : (
        <div class="cpz-unavailable">
          <p class="cpz-unavailable__title">{words.enterprise.unavailable}</p>
          <p>{words.enterprise.unavailableHelp(source)}</p>
        </div>
      )}
    </section>
  );
}
