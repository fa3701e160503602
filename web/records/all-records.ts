import { z } from 'zod';
import { documents } from '../documents/index.ts';
import type { Visit } from '../page.ts';
import type { EnterpriseRecord } from './enterprise.ts';
import { readWhole } from './list.ts';
import type { Section } from './section.ts';
import { sectionShapes } from './shapes.ts';

interface Records<Row> {
  readonly totalCount: number | null;
  readonly nodes: Row[] | null;
}

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const pages = {
  PENALTY: sectionShapes.penalties.extend({ pageInfo }),
  LICENCE: sectionShapes.licences.extend({ pageInfo }),
} as const;

/** The record of an enterprise with every penalty and every licence: its page shows the newest. */
export async function withAllRecords(
  { ask }: Pick<Visit, 'ask'>,
  record: EnterpriseRecord,
): Promise<EnterpriseRecord> {
  const whole = async <Row>(
    section: Section<Records<Row>>,
    kind: keyof typeof pages,
    page: z.ZodType<Records<Row> & { readonly pageInfo: z.output<typeof pageInfo> }>,
  ): Promise<Section<Records<Row>>> => {
    if (section.kind === 'unavailable') return section;
    const { totalCount, nodes } = section.data;
    if (nodes === null || nodes.length >= (totalCount ?? 0)) return section;
    const answer = z.object({ enterprise: z.object({ creditRecords: page }) });
    const list = await readWhole<Row>(async (after) => {
      const { data } = await ask(documents.records, { uscc: record.uscc, kind, after });
      const read = answer.safeParse(data);
      if (!read.success) return 'unavailable';
      const { creditRecords } = read.data.enterprise;
      if (creditRecords.nodes === null || creditRecords.totalCount === null) return 'unavailable';
      const { hasNextPage, endCursor } = creditRecords.pageInfo;
      const next = hasNextPage ? endCursor : null;
      return { total: creditRecords.totalCount, rows: creditRecords.nodes, next };
    });
    return list === 'unavailable'
      ? { kind: 'unavailable', source: section.source }
      : { ...section, data: { totalCount: list.total, nodes: [...list.rows] } };
  };
  const [penalties, licences] = await Promise.all([
    whole(record.penalties, 'PENALTY', pages.PENALTY),
    whole(record.licences, 'LICENCE', pages.LICENCE),
  ]);
  return { ...record, penalties, licences };
}
