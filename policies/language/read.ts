import type { z } from 'zod';
import type { Release } from '../release/release.ts';
import {
  agreementDocument,
  categoriesDocument,
  classificationsDocument,
  departmentsDocument,
  disclosureDocument,
  guardrailsDocument,
  purposesDocument,
} from './documents.ts';
import type { PolicyFault } from './fault.ts';
import { parseSource, type Source } from './source.ts';

/** The documents of a folder, each of its right shape; null where a file is missing. */
export interface Documents {
  readonly departments: Source<z.output<typeof departmentsDocument>> | null;
  readonly purposes: Source<z.output<typeof purposesDocument>> | null;
  readonly categories: Source<z.output<typeof categoriesDocument>> | null;
  readonly guardrails: Source<z.output<typeof guardrailsDocument>> | null;
  readonly agreements: readonly Source<z.output<typeof agreementDocument>>[];
  readonly disclosures: readonly Source<z.output<typeof disclosureDocument>>[];
  readonly classifications: readonly Source<z.output<typeof classificationsDocument>>[];
}

/** The documents of a release, each of its right shape, and what is wrong with the others. */
export function parseDocuments(release: Release): {
  readonly documents: Documents;
  readonly faults: readonly PolicyFault[];
} {
  const faults: PolicyFault[] = [];
  const read = <T>(file: string, shape: z.ZodType<T>): Source<T> | null => {
    const text = release.documents.get(file);
    if (text === undefined) return null;
    const parsed = parseSource(file, text, shape);
    faults.push(...parsed.faults);
    return parsed.source;
  };
  const readAll = <T>(folder: string, shape: z.ZodType<T>): Source<T>[] =>
    [...release.documents.keys()]
      .filter((name) => name.startsWith(`${folder}/`))
      .flatMap((name) => read(name, shape) ?? []);
  const documents: Documents = {
    departments: read('departments.yaml', departmentsDocument),
    purposes: read('purposes.yaml', purposesDocument),
    categories: read('categories.yaml', categoriesDocument),
    guardrails: read('guardrails.yaml', guardrailsDocument),
    agreements: readAll('agreements', agreementDocument),
    disclosures: readAll('disclosures', disclosureDocument),
    classifications: readAll('classifications', classificationsDocument),
  };
  return { documents, faults };
}
