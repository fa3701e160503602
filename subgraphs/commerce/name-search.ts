import { and, arrayContains, like, type SQL } from 'drizzle-orm';
import { pinyin } from 'pinyin-pro';
import { enterprises } from './tables.ts';

/** What is kept beside a name, so that it is found as people look for it. */
export interface NameKeys {
  /** Name, Latin name, pinyin and initials of the pinyin, a line each. */
  readonly nameSearch: string;
  /** Every pair of neighbouring characters in these, and every single Chinese one. */
  readonly namePairs: string[];
}

/** The keys under which a name is found. */
export function nameKeys(name: string, nameLatin: string): NameKeys {
  const chinese = fold(name);
  const options = { toneType: 'none', type: 'array', v: true } as const;
  const lines = [
    chinese,
    fold(nameLatin),
    fold(pinyin(chinese, options).join('')),
    fold(pinyin(chinese, { ...options, pattern: 'first' }).join('')),
  ];
  return {
    nameSearch: lines.join('\n'),
    namePairs: [...new Set(lines.flatMap(pairsOf))].sort(),
  };
}

/**
 * Rows whose name holds a text: as written, in Latin letters, in pinyin or by initials, whatever the case, the width of
 * letters and the spaces between syllables. The index over pairs narrows the rows; the text decides.
 */
export function nameHolds(text: string): SQL | undefined {
  const sought = fold(text);
  const pairs = pairsOf(sought);
  return and(
    pairs.length === 0 ? undefined : arrayContains(enterprises.namePairs, pairs),
    like(enterprises.nameSearch, `%${sought.replaceAll(/[\\%_]/g, '\\$&')}%`),
  );
}

/** One form for what reads alike: full-width letters, capitals, spaces and the apostrophes of pinyin, `ü` typed as `v`. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ü', 'v')
    .replaceAll(/[\s'’]/g, '');
}

function pairsOf(text: string): string[] {
  const characters = [...text];
  const singles = characters.filter((character) => /\p{Script=Han}/u.test(character));
  const pairs = characters.slice(1).map((after, index) => `${characters[index] ?? ''}${after}`);
  return [...singles, ...pairs];
}
