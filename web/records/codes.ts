import { z } from 'zod';
import type { Answered } from '../client.ts';

const page = z.object({
  enterprises: z.object({
    nodes: z.array(z.object({ uscc: z.string().regex(/^[0-9A-Z]{18}$/) })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

/** A sitemap may hold 50 000 addresses; there are two of each enterprise. */
const mostCodes = 20_000;

/** Reads the codes of all enterprises, page by page. */
export async function readCodes(
  ask: (after: string | null) => Promise<Answered>,
): Promise<readonly string[]> {
  const codes: string[] = [];
  let after: string | null = null;
  do {
    const { enterprises } = page.parse((await ask(after)).data);
    codes.push(...enterprises.nodes.map(({ uscc }) => uscc));
    after = enterprises.pageInfo.hasNextPage ? enterprises.pageInfo.endCursor : null;
  } while (after !== null && codes.length < mostCodes);
  return codes;
}
