import { z } from 'zod';
import { NoAnswer } from '../client.ts';
import { writtenDay } from '../components/day.tsx';
import type { FieldError } from '../components/error-summary.tsx';
import { documents } from '../documents/index.ts';
import type { Visit } from '../page.ts';

/** What can be asked for about a record. */
export type RequestKind = 'objection' | 'repair';

/** The fields of a request's form. */
export const requestFields = [
  'target',
  'documentNo',
  'statement',
  'contactName',
  'contactTelephone',
  'commitment',
] as const;

type RequestField = (typeof requestFields)[number];

/** What came of filing a request. */
export type Filed =
  | { readonly kind: 'filed'; readonly receiptNo: string }
  | { readonly kind: 'wrong'; readonly errors: readonly FieldError[] };

/** Longest texts, as the credit base takes them. */
const longest: Readonly<Partial<Record<RequestField, number>>> = {
  target: 40,
  documentNo: 100,
  statement: 2_000,
  contactName: 50,
  contactTelephone: 20,
};

const answered = z.object({
  filed: z
    .object({
      receiptNo: z.string().nullable(),
      faults: z.array(
        z.object({ path: z.string(), refusal: z.string().nullable(), day: z.string().nullable() }),
      ),
    })
    .nullable(),
});

/** Files a request in the graph, once what can be told without it is right. */
export async function fileRequest(visit: Visit, kind: RequestKind): Promise<Filed> {
  const errors = faultsOf(visit, kind);
  if (errors.length > 0) return { kind: 'wrong', errors };
  const { target = '', documentNo, statement, contactName, contactTelephone } = visit.fields;
  const document = kind === 'objection' ? documents.fileObjection : documents.requestRepair;
  const answer = await visit.ask(document, {
    input: {
      target: target.trim().toUpperCase(),
      documentNo: documentNo?.trim(),
      statement: statement?.trim(),
      contactName: contactName?.trim(),
      contactTelephone: contactTelephone?.trim(),
      commitment: kind === 'repair',
    },
  });
  const { filed } = answered.parse(answer.data ?? { filed: null });
  if (filed === null) throw new NoAnswer('unreachable', 'The credit base does not answer.');
  if (filed.receiptNo !== null) return { kind: 'filed', receiptNo: filed.receiptNo };
  return { kind: 'wrong', errors: filed.faults.map((fault) => errorOf(visit, fault)) };
}

function faultsOf({ fields, words }: Visit, kind: RequestKind): readonly FieldError[] {
  const { missing, tooLong } = words.form;
  return requestFields.flatMap((field): readonly FieldError[] => {
    if (field === 'commitment' && kind === 'objection') return [];
    const text = (fields[field] ?? '').trim();
    const most = longest[field];
    if (text === '') return [{ field, message: missing[field] }];
    if (field === 'contactTelephone' && !/^[+\d][\d -]{4,19}$/.test(text)) {
      return [{ field, message: missing.contactTelephone }];
    }
    return most !== undefined && text.length > most ? [{ field, message: tooLong(most) }] : [];
  });
}

/** What the credit base finds wrong, in the visitor's words. */
function errorOf(
  { words, language }: Visit,
  { path, refusal, day }: { path: string; refusal: string | null; day: string | null },
): FieldError {
  const field = requestFields.find((each) => path === each || path.endsWith(`.${each}`));
  if (field !== undefined && field !== 'target')
    return { field, message: words.form.missing[field] };
  const { refusals } = words.form;
  const written = day === null ? '' : writtenDay(language, day);
  switch (refusal) {
    case 'TOO_EARLY':
    case 'TOO_LATE':
      return { field: 'target', message: refusals[refusal](written) };
    case 'UNKNOWN_TARGET':
    case 'WAITING':
    case 'NOT_REPAIRABLE':
    case 'BARRED':
    case 'OBJECTED_BEFORE':
      return { field: 'target', message: refusals[refusal] };
    default:
      return { field: 'target', message: refusals.NOT_NOW };
  }
}
