import { z } from 'zod';

const text = z.string().nullable();

const registration = z.object({
  uscc: z.string(),
  name: text,
  nameLatin: text,
  status: text,
  categories: z.array(z.string()).nullable(),
  ownership: text,
  division: text,
  registeredOn: text,
  park: z.object({ name: text, nameEn: text }).nullable(),
});

const customs = z.object({
  customsCategory: text,
  aeoCertificateNo: text,
  customsRegistration: z
    .object({ customsCode: text, registeredOn: text, validUntil: text })
    .nullable(),
  customsCategoryHistory: z
    .array(
      z.object({
        category: text,
        validFrom: text,
        validTo: text,
        scheme: text,
        decisionNo: text,
      }),
    )
    .nullable(),
});

const published = {
  recordNo: z.string(),
  title: text,
  documentNo: text,
  authority: text,
  decidedOn: text,
  disclosedOn: text,
  disclosureEndsOn: text,
  usableUntil: text,
};

/** The newest of a kind of records, and how many there are. */
const recordsOf = <Shape extends z.ZodType>(shape: Shape) =>
  z.object({ totalCount: z.int().nullable(), nodes: z.array(shape).nullable() });

const penalties = recordsOf(
  z.object({
    ...published,
    facts: text,
    basis: text,
    penaltyKind: text,
    amount: text,
    severity: text,
  }),
);

const licences = recordsOf(z.object({ ...published, summary: text }));

const listing = z.object({
  entryNo: z.string(),
  listType: text,
  basis: text,
  facts: text,
  documentNo: text,
  authority: text,
  state: text,
  listedOn: text,
  listingEndsOn: text,
  usableUntil: text,
});

/** An entry in a negative list with the enterprise that it is about. */
export const listedShape = listing.extend({
  subject: z.object({ uscc: z.string(), name: text, nameLatin: text }).nullable(),
});

/** What each section of an enterprise holds, as it is read, shown, downloaded and signed. */
export const sectionShapes = {
  registration,
  customs,
  penalties,
  licences,
  listings: z.array(listing),
  tax: z.object({ taxGradeAYear: z.int().nullable() }),
} as const;

/** The name of a section. */
export type SectionName = keyof typeof sectionShapes;

/** The names of the sections, in the order in which they are shown. */
export const sectionNames = [
  'registration',
  'customs',
  'penalties',
  'licences',
  'listings',
  'tax',
] as const satisfies readonly SectionName[];
