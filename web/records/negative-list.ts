import { z } from 'zod';
import { documents } from '../documents/index.ts';
import type { Visit } from '../page.ts';
import { type PageOfList, readPage, type ReadStretch, readWhole, type WholeList } from './list.ts';
import { isMissing } from './section.ts';
import { listedShape } from './shapes.ts';

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

/** Whether the register did not answer, so that names are not known. */
interface Unknown {
  readonly isNameUnknown: boolean;
}

/** One page of entries, the newest first. */
export type Entries = PageOfList<Listed> & Unknown;

/** All entries, the newest first. */
export type AllEntries = WholeList<Listed> & Unknown;

/**
 * Reads one page of entries of one list, or of all.
 * @returns `'unavailable'` when the credit base does not answer
 */
export async function readEntries(
  { ask, places }: Pick<Visit, 'ask' | 'places'>,
  listType: string | null,
  page: number,
): Promise<Entries | 'unavailable'> {
  const list = JSON.stringify(['negative list', listType]);
  const { read, unknown } = reader(ask, listType);
  const onPage = await readPage(read, page, places, list);
  return onPage === 'unavailable' ? onPage : { ...onPage, ...unknown() };
}

/**
 * Reads all entries of one list, or of all.
 * @returns `'unavailable'` when the credit base does not answer
 */
export async function readAllEntries(
  { ask }: Pick<Visit, 'ask'>,
  listType: string | null,
): Promise<AllEntries | 'unavailable'> {
  const { read, unknown } = reader(ask, listType);
  const whole = await readWhole(read);
  return whole === 'unavailable' ? whole : { ...whole, ...unknown() };
}

/** Reads stretch by stretch, and remembers what nobody answered for. */
function reader(
  ask: Visit['ask'],
  listType: string | null,
): { readonly read: ReadStretch<Listed>; readonly unknown: () => Unknown } {
  let isNameUnknown = false;
  return {
    read: async (after) => {
      const answer = await ask(documents.negativeList, { listType, after });
      const { negativeList } = listed.parse(answer.data ?? { negativeList: null });
      if (negativeList?.nodes == null || negativeList.totalCount === null) return 'unavailable';
      isNameUnknown ||= isMissing(answer, 'negativeList', 'nodes', 'subject');
      const { nodes, totalCount, pageInfo } = negativeList;
      const next = pageInfo?.hasNextPage === true ? pageInfo.endCursor : null;
      return { total: totalCount, rows: nodes, next };
    },
    unknown: () => ({ isNameUnknown }),
  };
}
