import path from 'node:path';
import type { z } from 'zod';
import type { ClassificationModel } from '../../schema/classification.ts';
import type { Coordinate, DepartmentId } from '../vocabulary.ts';
import { buildAgreement, type AgreementContext } from './agreement.ts';
import { classify } from './classify.ts';
import type {
  agreementDocument,
  categoriesDocument,
  classificationsDocument,
  departmentsDocument,
  disclosureDocument,
  guardrailsDocument,
  purposesDocument,
} from './documents.ts';
import type { PolicyFault } from './fault.ts';
import { expandGrant } from './grants.ts';
import { maskConflicts } from './conflicts.ts';
import { departmentsOf, readOwnership } from './ownership.ts';
import { matches } from './pattern.ts';
import type {
  Agreement,
  Category,
  Department,
  Disclosure,
  Guardrail,
  PolicySet,
  Purpose,
  Rule,
} from './set.ts';
import type { Source } from './source.ts';

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

/** Resolves what documents name and finds what is wrong between them. */
export function buildSet(
  documents: Documents,
  model: ClassificationModel,
  leads: Readonly<Record<string, string>>,
  digest: string,
): { readonly set: PolicySet; readonly faults: readonly PolicyFault[] } {
  const faults: PolicyFault[] = [];
  const departments: readonly Department[] =
    documents.departments?.data.departments ?? departmentsOf(model);
  const ownership = readOwnership(model, departments, {
    ...leads,
    ...documents.departments?.data.leads,
  });
  const problems: PolicyFault[] = [...ownership.problems, ...operatorProblems(documents, model)];
  const { stated, faults: misclassified } = classify(model, documents.classifications);
  faults.push(...misclassified, ...duplicates(documents));
  const categories: readonly Category[] = (documents.categories?.data.categories ?? []).map(
    (category, index) => ({
      ...category,
      place: documents.categories?.at(['categories', index]) ?? nowhere,
    }),
  );
  const purposes = purposesOf(documents, departments);
  const fields = [...model.coordinates.values()].filter(({ kind }) => kind === 'field');
  const context: AgreementContext = {
    model,
    owners: ownership.owners,
    stated,
    categories: documents.categories === null ? null : new Set(categories.map(({ id }) => id)),
    fields,
    objects: new Set(
      [...model.coordinates.values()]
        .filter(({ kind }) => kind.endsWith('field') && kind !== 'input-field')
        .map(({ typeName }) => typeName)
        .concat([...model.possibleTypes.keys()]),
    ),
    departments: new Set(departments.map(({ id }) => id)),
    purposes: new Map(purposes.map((purpose) => [purpose.code, purpose])),
    faults,
    problems,
  };
  const agreements = documents.agreements
    .map((source) => buildAgreement(source, context))
    .sort(byId);
  const disclosures = documents.disclosures
    .map((source): Disclosure => {
      const { grants, effective, expires, ...rest } = source.data;
      if (expires !== undefined && expires <= effective) {
        faults.push({
          code: 'PERIOD_EMPTY',
          message: 'It expires before it begins.',
          ...source.at(['expires']),
        });
      }
      return {
        kind: 'disclosure',
        ...rest,
        effective,
        expires: expires ?? null,
        grants: grants.map((grant, index) =>
          expandGrant(source, ['grants', index], grant, null, context),
        ),
        place: source.at([]),
      };
    })
    .sort(byId);
  const rules = rulesOf([...disclosures, ...agreements]);
  faults.push(...maskConflicts(rules));
  const set: PolicySet = {
    departments,
    purposes,
    categories,
    agreements,
    disclosures,
    guardrails: guardrailsOf(documents, context),
    coordinates: model.coordinates,
    model,
    rules,
    digest,
    problems,
    classificationOf: (coordinate) => stated.get(coordinate)?.classification ?? null,
    classifiedAt: (coordinate) => stated.get(coordinate)?.place ?? null,
    ownerOf: (coordinate) => ownership.owners.get(coordinate) ?? null,
    operatorOf: ownership.operatorOf,
  };
  return { set, faults };
}

const nowhere = { file: '', line: 1, column: 1 };

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Without a register, a purpose is whatever an agreement names, for the departments that receive under it. */
function purposesOf(documents: Documents, departments: readonly Department[]): Purpose[] {
  const all = departments.map(({ id }) => id);
  if (documents.purposes !== null) {
    const { data, at } = documents.purposes;
    return data.purposes.map((purpose, index) => ({
      ...purpose,
      departments: purpose.departments === 'all' ? all : purpose.departments,
      place: at(['purposes', index]),
    }));
  }
  const recipients = new Map<string, Set<DepartmentId>>();
  for (const { data } of documents.agreements) {
    for (const code of data.purposes)
      recipients.set(code, (recipients.get(code) ?? new Set()).add(data.recipient));
  }
  return [...recipients].sort().map(([code, using]) => ({
    code,
    name: { zh: code, en: code },
    description: { zh: code, en: code },
    legalBasis: '',
    departments: [...using].sort(),
    place: nowhere,
  }));
}

function rulesOf(
  documents: readonly (Agreement | Disclosure)[],
): ReadonlyMap<Coordinate, readonly Rule[]> {
  const rules = new Map<Coordinate, Rule[]>();
  for (const by of documents) {
    for (const grant of by.grants) {
      for (const coordinate of grant.coordinates) {
        const known = rules.get(coordinate);
        if (known === undefined) rules.set(coordinate, [{ by, grant }]);
        else known.push({ by, grant });
      }
    }
  }
  return rules;
}

function guardrailsOf({ guardrails }: Documents, context: AgreementContext): Guardrail[] {
  if (guardrails === null) return [];
  return guardrails.data.guardrails.map((written, index) => {
    const { readers, coordinates, categories, ...rest } = written;
    const place = guardrails.at(['guardrails', index]);
    const fault = (code: string, message: string): void =>
      void context.faults.push({ code, message, ...place });
    const everybody = ['public', ...context.departments];
    for (const reader of Array.isArray(readers) ? readers : readers.allBut) {
      if (!everybody.includes(reader))
        fault('DEPARTMENT_UNKNOWN', `There is no department "${reader}".`);
    }
    const chosen = new Set<Coordinate>();
    for (const pattern of coordinates) {
      const found = context.fields.filter((facts) => matches(pattern, facts.coordinate));
      if (found.length === 0)
        fault('COORDINATE_UNKNOWN', `Nothing in the graph is called ${pattern}.`);
      for (const facts of found) chosen.add(facts.coordinate);
    }
    for (const category of categories) {
      if (context.categories?.has(category) === false)
        fault('CATEGORY_UNKNOWN', `There is no category "${category}".`);
      for (const { coordinate } of context.fields) {
        if (context.stated.get(coordinate)?.classification.category === category)
          chosen.add(coordinate);
      }
    }
    return {
      ...rest,
      readers: Array.isArray(readers)
        ? readers
        : everybody.filter((reader) => !readers.allBut.includes(reader)),
      coordinates: chosen,
      place,
    };
  });
}

function operatorProblems({ departments }: Documents, model: ClassificationModel): PolicyFault[] {
  if (departments === null) return [];
  const operated = departments.data.departments.flatMap(({ operates }) => operates);
  return model.subgraphs
    .filter(({ name }) => !operated.includes(name))
    .map(({ name }) => ({
      code: 'SUBGRAPH_UNOPERATED',
      message: `No department operates the subgraph "${name}": nobody owns what it resolves.`,
      ...departments.at(['departments']),
    }));
}

function duplicates(documents: Documents): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const once = <T>(
    source: Source<T> | null,
    kind: string,
    keys: readonly (readonly [string, readonly PropertyKey[]])[],
  ): void => {
    const seen = new Set<string>();
    for (const [key, at] of keys) {
      if (seen.has(key) && source !== null) {
        faults.push({
          code: 'NAMED_TWICE',
          message: `The ${kind} "${key}" stands here twice.`,
          ...source.at(at),
        });
      }
      seen.add(key);
    }
  };
  const { departments, purposes, categories, guardrails } = documents;
  once(
    departments,
    'department',
    departments?.data.departments.map(({ id }, i) => [id, ['departments', i]]) ?? [],
  );
  once(
    departments,
    'subgraph',
    departments?.data.departments.flatMap(({ operates }, i) =>
      operates.map((name, j) => [name, ['departments', i, 'operates', j]] as const),
    ) ?? [],
  );
  once(
    purposes,
    'purpose',
    purposes?.data.purposes.map(({ code }, i) => [code, ['purposes', i]]) ?? [],
  );
  once(
    categories,
    'category',
    categories?.data.categories.map(({ id }, i) => [id, ['categories', i]]) ?? [],
  );
  once(
    guardrails,
    'guardrail',
    guardrails?.data.guardrails.map(({ id }, i) => [id, ['guardrails', i]]) ?? [],
  );
  const ids = new Map<string, string>();
  for (const source of [...documents.agreements, ...documents.disclosures]) {
    const { id } = source.data;
    if (path.posix.basename(source.file, '.yaml') !== id) {
      faults.push({
        code: 'ID_MISNAMED',
        message: `The document is called "${id}", its file otherwise.`,
        ...source.at(['id']),
      });
    }
    const other = ids.get(id);
    if (other !== undefined) {
      faults.push({
        code: 'NAMED_TWICE',
        message: `${other} is called "${id}" too.`,
        ...source.at(['id']),
      });
    }
    ids.set(id, source.file);
  }
  return faults;
}
