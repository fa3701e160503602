import type { Language } from '../language.ts';

interface DayProps {
  readonly language: Language;
  readonly day: string | null;
}

const formats: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  'zh-CN': new Intl.DateTimeFormat('zh-CN', { dateStyle: 'long', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }),
};

/** A calendar date, written as the language writes it. */
export function writtenDay(language: Language, day: string): string {
  const instant = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(instant.getTime()) ? day : formats[language].format(instant);
}

/** A calendar date; a dash where there is none. */
export function Day({ language, day }: DayProps) {
  if (day === null) return <>–</>;
  return (
    <time class="cpz-day" dateTime={day}>
      {writtenDay(language, day)}
    </time>
  );
}
