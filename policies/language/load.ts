import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import canonicalize from 'canonicalize';
import type { z } from 'zod';
import { readClassification } from '../../schema/classification.ts';
import { readRegistry } from '../../schema/registry.ts';
import { buildSet, type Documents } from './build.ts';
import {
  agreementDocument,
  categoriesDocument,
  classificationsDocument,
  departmentsDocument,
  disclosureDocument,
  guardrailsDocument,
  purposesDocument,
} from './documents.ts';
import { PolicyFileError, type PolicyFault } from './fault.ts';
import type { PolicySet } from './set.ts';
import { parseSource, type Source } from './source.ts';

/**
 * Reads a policy folder over a supergraph. Files that are missing mean: every subgraph is its own department,
 * any purpose or category that a document names exists, nothing is given.
 * @param folder holds `departments.yaml`, `purposes.yaml`, `categories.yaml`, `guardrails.yaml`, `agreements/`,
 *   `disclosures/` and `classifications/`
 * @param supergraph SDL of a Federation 2 supergraph
 * @throws PolicyFileError with every fault at its place
 */
export async function loadPolicies(folder: string, supergraph: string): Promise<PolicySet> {
  const files = await policyFiles(folder);
  const leads = (await readRegistry()).leads;
  return parsePolicies(files, supergraph, leads);
}

/** The text of each policy document by its path below the folder, `/` between its parts. */
export type PolicyFiles = ReadonlyMap<string, string>;

/** Whether a path below the policy folder is a policy document. */
function isPolicyDocument(file: string): boolean {
  return (
    /^(departments|purposes|categories|guardrails)\.yaml$/.test(file) ||
    (/^(agreements|disclosures|classifications)\/.+\.yaml$/.test(file) &&
      !file.endsWith('.cases.yaml'))
  );
}

/**
 * The policies of documents that are already in memory, such as those of an earlier revision.
 * @param leads type to the subgraph that answers for its keys and shared fields; `departments.yaml` may say otherwise
 * @throws PolicyFileError with every fault at its place
 */
function parsePolicies(
  files: PolicyFiles,
  supergraph: string,
  leads: Readonly<Record<string, string>> = {},
): PolicySet {
  const faults: PolicyFault[] = [];
  const names = [...files.keys()].filter(isPolicyDocument).sort();
  const read = <T>(file: string, shape: z.ZodType<T>): Source<T> | null => {
    const text = files.get(file);
    if (text === undefined) return null;
    const parsed = parseSource(file, text, shape);
    faults.push(...parsed.faults);
    return parsed.source;
  };
  const readAll = <T>(folder: string, shape: z.ZodType<T>): Source<T>[] =>
    names
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
  const model = readClassification(supergraph);
  const digest = digestOf(
    documents,
    [...model.coordinates.values()],
    model.subgraphs.map(({ name }) => name),
    leads,
  );
  const built = buildSet(documents, model, leads, digest);
  faults.push(...built.faults);
  if (faults.length > 0) {
    throw new PolicyFileError(
      faults.sort((a, b) => order(a.file, b.file) || a.line - b.line || a.column - b.column),
    );
  }
  return built.set;
}

/** Reads the documents of a policy folder. */
async function policyFiles(folder: string): Promise<PolicyFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .filter(isPolicyDocument)
    .sort();
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const),
    ),
  );
}

/** Depends on what documents say, not on how they are written; dates become instants before they are digested. */
function digestOf(documents: Documents, ...facts: readonly unknown[]): string {
  const said = Object.fromEntries(
    Object.entries(documents).map(
      ([kind, value]: [string, Source<unknown> | readonly Source<unknown>[] | null]) => [
        kind,
        Array.isArray(value)
          ? value.map((source: Source<unknown>) => [source.file, source.data])
          : ((value as Source<unknown> | null)?.data ?? null),
      ],
    ),
  );
  const text = canonicalize(JSON.parse(JSON.stringify({ said, facts }))) ?? '';
  return createHash('sha256').update(text).digest('base64url');
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
