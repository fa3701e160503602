import { z } from 'zod';
import { documents } from '../documents/index.ts';
import type { Visit } from '../page.ts';
import { type PageOfList, readPage, type ReadStretch, readWhole, type WholeList } from './list.ts';
import { isMissing } from './section.ts';

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

type Row = z.infer<typeof row>;

/** Whether customs did not answer, so that categories are not known. */
interface Unknown {
  readonly isCategoryUnknown: boolean;
}

/** One page of results. */
export type Results = PageOfList<Row> & Unknown;

/** All results. */
export type AllResults = WholeList<Row> & Unknown;

/**
 * Reads one page of results.
 * @returns `'unavailable'` when the register does not answer
 */
export async function readResults(
  { ask, places }: Pick<Visit, 'ask' | 'places'>,
  search: Search,
  page: number,
): Promise<Results | 'unavailable'> {
  const list = JSON.stringify(['search', search.name, search.category]);
  const { read, unknown } = reader(ask, search);
  const onPage = await readPage(read, page, places, list);
  return onPage === 'unavailable' ? onPage : { ...onPage, ...unknown() };
}

/**
 * Reads all results.
 * @returns `'unavailable'` when the register does not answer
 */
export async function readAllResults(
  { ask }: Pick<Visit, 'ask'>,
  search: Search,
): Promise<AllResults | 'unavailable'> {
  const { read, unknown } = reader(ask, search);
  const whole = await readWhole(read);
  return whole === 'unavailable' ? whole : { ...whole, ...unknown() };
}

/** Reads stretch by stretch, and remembers what nobody answered for. */
function reader(
  ask: Visit['ask'],
  search: Search,
): { readonly read: ReadStretch<Row>; readonly unknown: () => Unknown } {
  let isCategoryUnknown = false;
  return {
    read: async (after) => {
      const answer = await ask(documents.search, { ...search, after });
      const { enterprises } = found.parse(answer.data ?? { enterprises: null });
      if (enterprises?.nodes == null || enterprises.totalCount === null) return 'unavailable';
      isCategoryUnknown ||= isMissing(answer, 'enterprises', 'nodes', 'customsCategory');
      const { nodes, totalCount, pageInfo } = enterprises;
      const next = pageInfo?.hasNextPage === true ? pageInfo.endCursor : null;
      return { total: totalCount, rows: nodes, next };
    },
    unknown: () => ({ isCategoryUnknown }),
  };
}
