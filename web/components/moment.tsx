import type { Language } from '../language.ts';

interface MomentProps {
  readonly language: Language;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const options = { dateStyle: 'long', timeStyle: 'medium', timeZone: 'Asia/Shanghai' } as const;
const formats: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  'zh-CN': new Intl.DateTimeFormat('zh-CN', options),
  en: new Intl.DateTimeFormat('en-GB', options),
};

/** A point in time, as a clock in Shenyang shows it. */
export function Moment({ language, at }: MomentProps) {
  return (
    <time dateTime={new Date(at).toISOString()}>
      {formats[language].format(at)}
      {language === 'en' ? ' (China Standard Time)' : '（北京时间）'}
    </time>
  );
}
