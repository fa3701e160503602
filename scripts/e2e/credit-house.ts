import { expect } from '@jest/globals';
import { enterprise } from '../../subgraphs/synthetic/enterprises.ts';
import { type Answered, type Asking, type House, type HouseOptions, openHouse } from './house.ts';

/** The enterprise that tests write about; nothing is planted in it. */
export const { uscc } = enterprise(30);

export const owner: Asking = { department: 'commerce', purpose: 'CORRECTION' };
export const bank: Asking = { department: 'finance', purpose: 'FINANCING_REVIEW' };
export const auditor: Asking = {
  department: 'oversight',
  role: 'auditor',
  purpose: 'AUDIT',
  case: 'AJ-2026-3',
};

/** Somebody of a department who writes to the credit base. */
export function reporter(department: string): Asking {
  return { department, purpose: 'CREDIT_REPORTING' };
}

/** Whom records are read by, side by side. */
const readers: Readonly<Record<string, Asking>> = { everybody: {}, bank, owner, auditor };

/** What became of a mutation. */
export interface Outcome {
  readonly done: boolean;
  readonly repeated: boolean;
  readonly recordNos: readonly string[];
  readonly entryNo: string | null;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
}

/** The selection of an {@link Outcome}. */
export const outcome = '{ done repeated recordNos entryNo faults { path message } }';

/** The payload of the one field of an answer without errors. */
export function payloadOf({ data, errors }: Answered): unknown {
  expect(errors).toEqual([]);
  return Object.values(data ?? {})[0];
}

/** What became of the one mutation of an answer. */
export function outcomeOf(answered: Answered): Outcome {
  return payloadOf(answered) as Outcome;
}

/** A penalty as the tax authority submits it. */
export const penalty = {
  uscc,
  kind: 'PENALTY',
  title: '税务行政处罚',
  summary: '未按期申报，处以罚款',
  documentNo: '沈税罚〔2026〕90001号',
  sourceRecordId: 'TAX-2026-90001',
  authority: '沈阳市税务局',
  basis: '《税收征收管理法》第六十二条',
  penaltyKind: 'LARGE_FINE',
  amount: '50000.00',
  decidedOn: '2026-10-09',
};

/** What a reader finds of a record: how many there are, whether it is listed, whether it is found by its number. */
export interface Seen {
  readonly count: number;
  readonly listed: boolean;
  readonly found: boolean;
}

/** A house whose clock a test sets. */
export interface CreditHouse {
  readonly house: House;
  readonly clock: () => Date;
  readonly setClock: (instant: string) => void;
  readonly submit: (
    department: string,
    clientKey: string,
    records: readonly object[],
  ) => Promise<Outcome>;
  readonly sees: (reader: Asking, recordNo: string, about?: string) => Promise<Seen>;
  /** Who of everybody, a bank, the owner and the auditor of a case sees a record. */
  readonly whoSees: (recordNo: string, about?: string) => Promise<string[]>;
}

/**
 * Opens a house in the autumn after the data end; the test closes it.
 * @param open opens the house itself, without the public pages unless given
 */
export async function openCreditHouse(
  open: (options: HouseOptions) => Promise<House> = openHouse,
): Promise<CreditHouse> {
  let now = new Date('2026-10-12T02:00:00Z');
  const clock = (): Date => now;
  const house = await open({ gateway: { clock } });
  const sees: CreditHouse['sees'] = async (reader, recordNo, about = uscc) => {
    const { data, errors } = await house.ask(
      `query ($uscc: USCC!, $no: ID!) {
        enterprise(uscc: $uscc) { creditRecords(first: 100) { totalCount nodes { recordNo } } }
        creditRecord(recordNo: $no) { recordNo title }
      }`,
      { ...reader, variables: { uscc: about, no: recordNo } },
    );
    expect(errors).toEqual([]);
    const { totalCount, nodes } = (
      data?.enterprise as {
        creditRecords: { totalCount: number; nodes: { recordNo: string }[] };
      }
    ).creditRecords;
    expect(nodes).toHaveLength(totalCount);
    return {
      count: totalCount,
      listed: nodes.some((each) => each.recordNo === recordNo),
      found: data?.creditRecord !== null,
    };
  };
  return {
    house,
    clock,
    setClock: (instant) => {
      now = new Date(instant);
    },
    submit: async (department, clientKey, records) =>
      outcomeOf(
        await house.ask(
          `mutation ($input: SubmitCreditRecordsInput!) { submitCreditRecords(input: $input) ${outcome} }`,
          { ...reporter(department), variables: { input: { clientKey, records } } },
        ),
      ),
    sees,
    whoSees: async (recordNo, about = uscc) => {
      const who: string[] = [];
      for (const [name, reader] of Object.entries(readers)) {
        const { listed, found } = await sees(reader, recordNo, about);
        expect({ name, found }).toEqual({ name, found: listed });
        if (listed) who.push(name);
      }
      return who;
    },
  };
}
