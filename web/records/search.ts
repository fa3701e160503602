import { z } from 'zod';
import { documents } from '../documents/index.ts';
import type { Visit } from '../page.ts';
import { isMissing } from './section.ts';
import { walk, type Walked } from './walk.ts';

const row = z.object({
  uscc: z.string(),
  name: z.string().nullable(),
  nameLatin: z.string().nullable(),
  status: z.string().nullable(),
  customsCategory: z.string().nullable(),
});

const found = z.object({
  enterprises: z
    .object({
      totalCount: z.number().nullable(),
      nodes: z.array(row).nullable(),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }).nullable(),
    })
    .nullable(),
});

/** What is looked for. */
export interface Search {
  readonly name: string | null;
  readonly category: string | null;
}

/** Results from the first on. */
export interface Results extends Walked<z.infer<typeof row>> {
  /** Whether customs did not answer, so that categories are not known. */
  readonly isCategoryUnknown: boolean;
}

/**
 * Reads results from the first on, until there are `count`.
 * @returns `'unavailable'` when the register does not answer
 */
export async function readResults(
  ask: Visit['ask'],
  search: Search,
  count: number,
): Promise<Results | 'unavailable'> {
  let isCategoryUnknown = false;
  const walked = await walk(async (after) => {
    const answer = await ask(documents.search, { ...search, after });
    const { enterprises } = found.parse(answer.data ?? { enterprises: null });
    if (enterprises?.nodes == null || enterprises.totalCount === null) return 'unavailable';
    isCategoryUnknown ||= isMissing(answer, 'enterprises', 'nodes', 'customsCategory');
    const { nodes, totalCount, pageInfo } = enterprises;
    const next = pageInfo?.hasNextPage === true ? pageInfo.endCursor : null;
    return { total: totalCount, rows: nodes, next };
  }, count);
  return walked === 'unavailable' ? walked : { ...walked, isCategoryUnknown };
}
