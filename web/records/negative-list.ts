import { z } from 'zod';
import { documents } from '../documents/index.ts';
import type { Visit } from '../page.ts';
import { isMissing } from './section.ts';
import { listedShape } from './shapes.ts';
import { walk, type Walked } from './walk.ts';

const listed = z.object({
  negativeList: z
    .object({
      totalCount: z.number().nullable(),
      nodes: z.array(listedShape).nullable(),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }).nullable(),
    })
    .nullable(),
});

/** An entry with the enterprise that it is about. */
export type Listed = z.infer<typeof listedShape>;

/** Entries from the newest on. */
export interface Entries extends Walked<Listed> {
  /** Whether the register did not answer, so that names are not known. */
  readonly isNameUnknown: boolean;
}

/**
 * Reads entries of one list, or of all, from the newest on, until there are `count`.
 * @returns `'unavailable'` when the credit base does not answer
 */
export async function readEntries(
  ask: Visit['ask'],
  listType: string | null,
  count: number,
): Promise<Entries | 'unavailable'> {
  let isNameUnknown = false;
  const walked = await walk(async (after) => {
    const answer = await ask(documents.negativeList, { listType, after });
    const { negativeList } = listed.parse(answer.data ?? { negativeList: null });
    if (negativeList?.nodes == null || negativeList.totalCount === null) return 'unavailable';
    isNameUnknown ||= isMissing(answer, 'negativeList', 'nodes', 'subject');
    const { nodes, totalCount, pageInfo } = negativeList;
    const next = pageInfo?.hasNextPage === true ? pageInfo.endCursor : null;
    return { total: totalCount, rows: nodes, next };
  }, count);
  return walked === 'unavailable' ? walked : { ...walked, isNameUnknown };
}
