import type { Language } from '../language.ts';
import { nameOfAuthority } from '../words/index.ts';
import { Written } from './written.tsx';

interface AuthorityProps {
  readonly language: Language;
  readonly name: string | null;
}

/** Who decided: in the page's language where its name is known there, else as the record says it. */
export function Authority({ language, name }: AuthorityProps) {
  return (
    <Written language={language} text={name === null ? '–' : nameOfAuthority(language, name)} />
  );
}
