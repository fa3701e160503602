import type { ClassificationModel } from '../../schema/classification.ts';
import type { Coordinate, DepartmentId } from '../vocabulary.ts';
import { buildAgreement, type AgreementContext } from './agreement.ts';
import { classify } from './classify.ts';
import { buildDisclosure } from './disclosure.ts';
import { duplicates } from './duplicates.ts';
import type { FaultCode } from './codes.ts';
import type { PolicyFault } from './fault.ts';
import type { Signatures } from '../release/standing.ts';
import { maskConflicts } from './conflicts.ts';
import { departmentsOf, readOwnership } from './ownership.ts';
import { matches } from './pattern.ts';
import type { Documents } from './read.ts';
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

/** What documents are resolved with. */
export interface BuildSetting {
  readonly model: ClassificationModel;
  /** Type to the subgraph that answers for its keys and shared fields; `departments.yaml` may say otherwise. */
  readonly leads: Readonly<Record<string, string>>;
  readonly digest: string;
  /** Who has signed what; null when approvals count as written. */
  readonly standing: Signatures | null;
  /** Version of the release. */
  readonly version: string;
}

/** Resolves what documents name and finds what is wrong between them. */
export function buildSet(
  documents: Documents,
  { model, leads, digest, standing, version }: BuildSetting,
): { readonly set: PolicySet; readonly faults: readonly PolicyFault[] } {
  const faults: PolicyFault[] = [];
  const registered = documents.departments?.data.departments ?? null;
  const departments: readonly Department[] = registered ?? departmentsOf(model);
  const ownership = readOwnership(model, registered, {
    ...leads,
    ...documents.departments?.data.leads,
  });
  const problems: PolicyFault[] = [
    ...ownership.problems,
    ...operatorProblems(documents, model),
    ...(standing?.problems ?? []),
  ];
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
    sensitive: new Set(categories.flatMap(({ id, sensitive }) => (sensitive ? [id] : []))),
    fields,
    objects: new Set(
      [...model.coordinates.values()]
        .filter(({ kind }) => kind.endsWith('field') && kind !== 'input-field')
        .map(({ typeName }) => typeName)
        .concat([...model.possibleTypes.keys()]),
    ),
    departments: new Set(departments.map(({ id }) => id)),
    purposes: new Map(purposes.map((purpose) => [purpose.code, purpose])),
    signersOf: (id) => (standing === null ? null : (standing.signers.get(id) ?? [])),
    // Without a register there is nobody who could sign for an owner.
    ownersSign: standing !== null && documents.departments !== null,
    faults,
    problems,
  };
  const agreements = documents.agreements
    .map((source) => buildAgreement(source, context))
    .sort(byId);
  const disclosures = documents.disclosures
    .map((source) => buildDisclosure(source, context))
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
    release: version,
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
    const fault = (code: FaultCode, message: string): void =>
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
