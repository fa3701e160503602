import { expect } from '@jest/globals';
import type { Asking, House } from '../house.ts';

/** A planted record or entry of a negative list. */
export interface Planted {
  readonly uscc: string;
  readonly documentNo: string;
  readonly kind: 'PENALTY' | 'ABNORMAL_OPERATIONS' | 'CUSTOMS_SERIOUS';
}

/** What somebody sees of it. All places in which it can stand agree, or the view is not made. */
export interface View {
  readonly isShown: boolean;
  /** How many there are with it, by each count that is given. */
  readonly counts: readonly number[];
  readonly number: string | null;
  readonly state: string | null;
}

interface Row {
  readonly number: string;
  readonly documentNo: string;
  readonly state?: string;
  readonly disclosedLate?: boolean;
}

interface Rows {
  readonly totalCount: number;
  readonly nodes: readonly Row[];
}

const recordFields = 'number: recordNo documentNo state: disclosureState disclosedLate';
const entryFields = 'number: entryNo documentNo state';

/** Reads as somebody: among the enterprise's own, and by its number. */
export async function byGraph(house: House, reader: Asking, planted: Planted): Promise<View> {
  const { uscc, documentNo, kind } = planted;
  const answerTo = async (query: string, variables: object): Promise<Record<string, unknown>> => {
    const { data, errors } = await house.ask(query, { ...reader, variables: { ...variables } });
    expect(errors).toEqual([]);
    return data ?? {};
  };
  const isRecord = kind === 'PENALTY';
  const { enterprise, listed } = (await answerTo(
    isRecord
      ? `query ($uscc: USCC!) { enterprise(uscc: $uscc) { rows: creditRecords(kind: PENALTY, first: 100) { totalCount nodes { ${recordFields} } } } }`
      : `query ($uscc: USCC!) {
          enterprise(uscc: $uscc) { rows: negativeListEntries { ${entryFields} } }
          listed: negativeList(listType: ${kind}, first: 100) { totalCount nodes { ${entryFields} } }
        }`,
    { uscc },
  )) as { enterprise: { rows: Rows | readonly Row[] }; listed?: Rows };
  const own = 'nodes' in enterprise.rows ? enterprise.rows.nodes : enterprise.rows;
  const lists = [enterprise.rows, ...(listed === undefined ? [] : [listed])].map((rows) =>
    'nodes' in rows ? rows : { totalCount: rows.length, nodes: rows },
  );
  for (const { totalCount, nodes } of lists) expect(nodes).toHaveLength(totalCount);
  const row = own.find((each) => each.documentNo === documentNo) ?? null;
  for (const { nodes } of lists) {
    expect(nodes.some((each) => each.documentNo === documentNo)).toBe(row !== null);
  }
  const number = row?.number ?? (await numberOf(house, planted));
  if (number !== null) {
    const { found } = await answerTo(
      isRecord
        ? 'query ($number: ID!) { found: creditRecord(recordNo: $number) { documentNo } }'
        : 'query ($number: ID!) { found: negativeListEntry(entryNo: $number) { documentNo } }',
      { number },
    );
    expect(found).toEqual(row === null ? null : { documentNo });
  }
  return {
    isShown: row !== null,
    counts: lists.map(({ totalCount }) => totalCount),
    number: row?.number ?? null,
    state:
      row?.state === undefined ? null : row.state + (row.disclosedLate === true ? ' late' : ''),
  };
}

/** Its number, as the owner of the base knows it; null before the base does. */
async function numberOf(house: House, { uscc, documentNo, kind }: Planted): Promise<string | null> {
  const { data } = await house.ask(
    `query ($uscc: USCC!) { enterprise(uscc: $uscc) { ${
      kind === 'PENALTY'
        ? `rows: creditRecords(kind: PENALTY, first: 100) { nodes { ${recordFields} } }`
        : `rows: negativeListEntries { ${entryFields} }`
    } } }`,
    { department: 'commerce', purpose: 'CORRECTION', variables: { uscc } },
  );
  const { rows } = data?.enterprise as { rows: Pick<Rows, 'nodes'> | readonly Row[] };
  const all = 'nodes' in rows ? rows.nodes : rows;
  return all.find((each) => each.documentNo === documentNo)?.number ?? null;
}

/** Reads as a visitor of the public pages: pages in both languages, files, and the public graph beside them. */
export async function byPages(house: House, planted: Planted): Promise<View> {
  const { uscc, documentNo, kind } = planted;
  const isRecord = kind === 'PENALTY';
  const own = `/enterprise/${uscc}`;
  const list = isRecord ? [] : [`/negative-list?list=${kind}`];
  const pages = ['/zh-CN', '/en'].flatMap((language) =>
    [own, ...list].map((path) => `${language}${path}`),
  );
  const files = [
    `${own}/disclosure.json`,
    `${own}/disclosure.csv`,
    ...list.flatMap((path) => ['json', 'csv'].map((end) => path.replace('?', `.${end}?`))),
  ];
  const texts = await Promise.all(
    [...pages, ...files].map(async (path) => {
      const response = await fetch(`${house.url}${path}`);
      expect({ path, status: response.status }).toEqual({ path, status: 200 });
      return { path, text: await response.text() };
    }),
  );
  const public_ = await byGraph(house, {}, planted);
  for (const { path, text } of texts) {
    expect({ path, isShown: text.includes(documentNo) }).toEqual({
      path,
      isShown: public_.isShown,
    });
  }
  const textOf = (path: string): string => texts.find((each) => each.path === path)?.text ?? '';
  const html = textOf(`/en${own}`);
  const section =
    new RegExp(
      `aria-labelledby="${isRecord ? 'penalties' : 'listings'}">(.*?)</section>`,
      's',
    ).exec(html)?.[1] ?? '';
  const file = JSON.parse(textOf(`${own}/disclosure.json`)) as {
    penalties: { data: { totalCount: number } };
    listings: { data: readonly unknown[] };
  };
  const inFile = isRecord ? file.penalties.data.totalCount : file.listings.data.length;
  const onList = isRecord
    ? []
    : [(JSON.parse(textOf(`/negative-list.json?list=${kind}`)) as { total: number }).total];
  const counts = [section.split('<li class="cpz-record">').length - 1, ...onList];
  expect(counts).toEqual(public_.counts);
  expect(inFile).toBe(counts[0]);
  return { ...public_, counts };
}
