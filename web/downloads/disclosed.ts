import { z } from 'zod';
import type { EnterpriseRecord } from '../records/enterprise.ts';
import type { Section } from '../records/section.ts';
import { sectionShapes } from '../records/shapes.ts';

const sectionOf = <Shape extends z.ZodType>(shape: Shape) =>
  z.object({
    source: z.string(),
    /** False when the source did not answer: `data` is null then, and nothing follows from it. */
    available: z.boolean(),
    data: shape.nullable(),
  });

/** Everything that is disclosed about one enterprise, as it is downloaded and signed. */
export const disclosedShape = z.object({
  uscc: z.string(),
  retrievedAt: z.iso.datetime(),
  registration: sectionOf(sectionShapes.registration),
  customs: sectionOf(sectionShapes.customs),
  penalties: sectionOf(sectionShapes.penalties),
  licences: sectionOf(sectionShapes.licences),
  listings: sectionOf(sectionShapes.listings),
  tax: sectionOf(sectionShapes.tax),
});

/** Everything that is disclosed about one enterprise. */
export type Disclosed = z.infer<typeof disclosedShape>;

/** Puts a record into the form in which it is downloaded and signed. */
export function disclosedOf(record: EnterpriseRecord, now: number): Disclosed {
  return {
    uscc: record.uscc,
    retrievedAt: new Date(now).toISOString(),
    registration: plain(record.registration),
    customs: plain(record.customs),
    penalties: plain(record.penalties),
    licences: plain(record.licences),
    listings: plain(record.listings),
    tax: plain(record.tax),
  };
}

/** The JSON Schema of what is downloaded. */
export function disclosedSchema(origin: string): Readonly<Record<string, unknown>> {
  return {
    $id: `${origin}/schemas/enterprise.json`,
    title: 'Disclosed credit information of an enterprise',
    ...z.toJSONSchema(disclosedShape),
  };
}

function plain<Data>(section: Section<Data>): {
  source: string;
  available: boolean;
  data: Data | null;
} {
  return section.kind === 'shown'
    ? { source: section.source, available: true, data: section.data }
    : { source: section.source, available: false, data: null };
}
