import { Narrow } from './narrow.tsx';

interface PageHeadProps {
  readonly title: string;
  readonly lead: string;
}

/** What a page is, and what it is for. */
export function PageHead({ title, lead }: PageHeadProps) {
  return (
    <Narrow>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">{lead}</p>
    </Narrow>
  );
}
