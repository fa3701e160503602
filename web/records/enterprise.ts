import { z } from 'zod';
import type { Answered } from '../client.ts';
import { isMissing, type Section, type Source } from './section.ts';

const registration = z.object({
  uscc: z.string(),
  name: z.string().nullable(),
  nameLatin: z.string().nullable(),
  status: z.string().nullable(),
  categories: z.array(z.string()).nullable(),
  ownership: z.string().nullable(),
  division: z.string().nullable(),
  registeredOn: z.string().nullable(),
  park: z.object({ name: z.string().nullable(), nameEn: z.string().nullable() }).nullable(),
});

const customs = z.object({
  customsCategory: z.string().nullable(),
  aeoCertificateNo: z.string().nullable(),
  customsRegistration: z
    .object({
      customsCode: z.string().nullable(),
      registeredOn: z.string().nullable(),
      validUntil: z.string().nullable(),
    })
    .nullable(),
  customsCategoryHistory: z
    .array(
      z.object({
        category: z.string().nullable(),
        validFrom: z.string().nullable(),
        validTo: z.string().nullable(),
        scheme: z.string().nullable(),
        decisionNo: z.string().nullable(),
      }),
    )
    .nullable(),
});

const penalties = z
  .array(
    z.object({
      decisionNo: z.string(),
      ground: z.string().nullable(),
      fine: z.string().nullable(),
      decidedOn: z.string().nullable(),
      publicationEndsOn: z.string().nullable(),
    }),
  )
  .nullable();

const tax = z.object({ taxGradeAYear: z.int().nullable() });

/** What each section holds, as it is read, shown, downloaded and signed. */
export const sectionShapes = { registration, customs, penalties, tax } as const;

const answered = z.object({ enterprise: z.looseObject({ uscc: z.string() }).nullable() });

/** What the register discloses about an enterprise, each section by whoever answers for it. */
export interface EnterpriseRecord {
  readonly uscc: string;
  readonly registration: Section<z.infer<typeof registration>>;
  readonly customs: Section<z.infer<typeof customs>>;
  readonly penalties: Section<z.infer<typeof penalties>>;
  readonly tax: Section<z.infer<typeof tax>>;
}

/**
 * Reads an answer to the enterprise document.
 * @returns null when the register knows no such enterprise, `'unavailable'` when it does not answer
 */
export function readEnterprise(answer: Answered): EnterpriseRecord | null | 'unavailable' {
  const { enterprise } = answered.parse(answer.data ?? { enterprise: null });
  if (enterprise === null) return isMissing(answer, 'enterprise') ? 'unavailable' : null;
  const section = <Shape extends z.ZodType>(
    source: Source,
    shape: Shape,
    fields: readonly string[],
    value: unknown,
  ): Section<z.output<Shape>> => {
    const isUnknown = fields.some((field) => isMissing(answer, 'enterprise', field));
    if (isUnknown) return { kind: 'unavailable', source };
    return { kind: 'shown', source, data: shape.parse(value) };
  };
  return {
    uscc: enterprise.uscc,
    registration: section(
      'commerce',
      registration,
      Object.keys(registration.shape).filter((field) => field !== 'uscc'),
      enterprise,
    ),
    customs: section('customs', customs, Object.keys(customs.shape), enterprise),
    penalties: section('customs', penalties, ['customsPenalties'], enterprise.customsPenalties),
    tax: section('tax', tax, Object.keys(tax.shape), enterprise),
  };
}

/** Whether a department did not answer: such a page is not kept. */
export function isPartial(record: EnterpriseRecord): boolean {
  return [record.registration, record.customs, record.penalties, record.tax].some(
    ({ kind }) => kind === 'unavailable',
  );
}
