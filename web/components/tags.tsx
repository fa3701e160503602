import type { Language } from '../language.ts';
import { nameOfCode } from '../words/index.ts';

interface StatusTagProps {
  readonly language: Language;
  readonly status: string | null;
}

const statusColours: Readonly<Record<string, string>> = {
  ACTIVE: 'green',
  SUSPENDED: 'yellow',
  CANCELLED: 'grey',
};

/** Whether an enterprise is in business: in words, and in a colour beside them. */
export function StatusTag({ language, status }: StatusTagProps) {
  if (status === null) return <>–</>;
  return (
    <strong class={`govuk-tag cpz-whole govuk-tag--${statusColours[status] ?? 'grey'}`}>
      {nameOfCode(language, 'EnterpriseStatus', status)}
    </strong>
  );
}

interface CustomsCategoryProps {
  readonly language: Language;
  readonly category: string | null;
}

const categoryColours: Readonly<Record<string, string>> = {
  SENIOR_CERTIFIED: 'blue',
  CERTIFIED: 'blue',
  DISCREDITED: 'red',
  SERIOUSLY_DISCREDITED: 'red',
};

/** A customs credit category: in colour where it stands out. */
export function CustomsCategory({ language, category }: CustomsCategoryProps) {
  if (category === null) return <>–</>;
  const name = nameOfCode(language, 'CustomsCreditCategory', category);
  const colour = categoryColours[category];
  if (colour === undefined) return <>{name}</>;
  return <strong class={`govuk-tag govuk-tag--${colour}`}>{name}</strong>;
}

interface ListTagProps {
  readonly language: Language;
  readonly list: string | null;
}

const listColours: Readonly<Record<string, string>> = {
  SERIOUS_DISHONESTY: 'red',
  MAJOR_TAX_VIOLATION: 'red',
  CUSTOMS_SERIOUS: 'red',
};

/** The name of a negative list; the serious ones stand out. */
export function ListTag({ language, list }: ListTagProps) {
  if (list === null) return <>–</>;
  return (
    <strong class={`govuk-tag govuk-tag--${listColours[list] ?? 'orange'}`}>
      {nameOfCode(language, 'NegativeListType', list)}
    </strong>
  );
}
