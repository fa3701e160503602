import { z } from 'zod';
import type { Answered } from '../client.ts';
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

/** An enterprise in a list. */
export type FoundEnterprise = z.infer<typeof row>;

/** A stretch of a search's results. */
export interface Found {
  readonly total: number;
  readonly rows: readonly FoundEnterprise[];
  /** Where the next stretch begins; null at the end. */
  readonly next: string | null;
  /** Whether customs did not answer, so that categories are not known. */
  readonly isCategoryUnknown: boolean;
}

/**
 * Reads an answer to the search document.
 * @returns `'unavailable'` when the register does not answer
 */
export function readFound(answer: Answered): Found | 'unavailable' {
  const { enterprises } = found.parse(answer.data ?? { enterprises: null });
  if (enterprises?.nodes == null || isMissing(answer, 'enterprises', 'totalCount')) {
    return 'unavailable';
  }
  const { nodes, totalCount, pageInfo } = enterprises;
  return {
    total: totalCount ?? nodes.length,
    rows: nodes,
    next: pageInfo?.hasNextPage === true ? pageInfo.endCursor : null,
    isCategoryUnknown: isMissing(answer, 'enterprises', 'nodes', 'customsCategory'),
  };
}
