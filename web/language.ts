import Negotiator from 'negotiator';

/** The languages of the pages, as they stand in addresses and in `lang`; the first is the default. */
export const languages = ['zh-CN', 'en'] as const;

/** A language of the pages. */
export type Language = (typeof languages)[number];

/** The language that a visitor prefers of those there are (RFC 9110, section 12.5.4). */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  if (acceptLanguage === undefined) return languages[0];
  const negotiator = new Negotiator({ headers: { 'accept-language': acceptLanguage } });
  // A browser set to `zh` or `zh-Hans-CN` reads what `zh-CN` names, and `en-GB` what `en` names.
  for (const wanted of negotiator.languages()) {
    const [primary] = wanted.toLowerCase().split('-');
    const found = languages.find((language) => language.split('-')[0] === primary);
    if (found !== undefined) return found;
  }
  return languages[0];
}
