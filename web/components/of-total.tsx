import type { Words } from '../words/index.ts';

interface OfTotalProps {
  readonly words: Words;
  readonly shown: number;
  readonly total: number | null;
}

/** Says that there are more than are shown; nothing where all are. */
export function OfTotal({ words, shown, total }: OfTotalProps) {
  if (total === null || total <= shown) return null;
  return <p class="govuk-body">{words.enterprise.ofTotal(shown, total)}</p>;
}
