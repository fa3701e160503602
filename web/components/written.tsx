import type { Language } from '../language.ts';

interface WrittenProps {
  readonly language: Language;
  readonly text: string;
}

/** A name as registered: marked with its own language where the page is in another, so that it is read out right. */
export function Written({ language, text }: WrittenProps) {
  const own: Language = /\p{Script=Han}/u.test(text) ? 'zh-CN' : 'en';
  return own === language ? <>{text}</> : <span lang={own}>{text}</span>;
}
