import type { Language } from '../language.ts';
import { enCodes, enAuthorities, enDivisions } from './en-codes.ts';
import { enRequests } from './en-requests.ts';
import { enServices } from './en-services.ts';
import { en } from './en.ts';
import type { Codes, Words } from './words.ts';
import { zhCodes, zhDivisions } from './zh-codes.ts';
import { zh } from './zh-CN.ts';
import { zhRequests } from './zh-requests.ts';
import { zhServices } from './zh-services.ts';

export type { Codes, Words } from './words.ts';

/** What the pages say, in each language. */
export const words: Readonly<Record<Language, Words>> = {
  'zh-CN': { ...zh, ...zhServices, ...zhRequests },
  en: { ...en, ...enServices, ...enRequests },
};

const codes: Readonly<Record<Language, Codes>> = { 'zh-CN': zhCodes, en: enCodes };
const divisions: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  'zh-CN': zhDivisions,
  en: enDivisions,
};

/** The values of a code, in the order of the contract. */
export function valuesOf(code: keyof Codes): readonly string[] {
  return Object.keys(enCodes[code]);
}

/** The name of a code's value; a value that the dictionary does not know stands for itself. */
export function nameOfCode(language: Language, code: keyof Codes, value: string): string {
  const names: Readonly<Record<string, string>> = codes[language][code];
  return Object.hasOwn(names, value) ? (names[value] ?? value) : value;
}

/** The name of an administrative division of Shenyang; any other stands as its code. */
export function nameOfDivision(language: Language, division: string): string {
  const name = divisions[language][division];
  if (name === undefined) return division;
  if (language === 'zh-CN') return `沈阳市${name}`;
  return name === '' ? 'Shenyang' : `${name}, Shenyang`;
}

/** The name of an authority in a language; as it is written where none is known. */
export function nameOfAuthority(language: Language, name: string): string {
  return language === 'en' ? (enAuthorities[name] ?? name) : name;
}
