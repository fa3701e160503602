import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { readClassification } from '../../schema/classification.ts';
import { readRegistry } from '../../schema/registry.ts';
import { readOfficers } from '../release/officers.ts';
import { readRelease, type Release } from '../release/release.ts';
import { checkSeal } from '../release/seal.ts';
import { standingOf } from '../release/standing.ts';
import type { Trust } from '../release/trust.ts';
import { buildSet } from './build.ts';
import { PolicyFileError } from './fault.ts';
import { type Documents, parseDocuments } from './read.ts';
import type { PolicySet } from './set.ts';
import type { Source } from './source.ts';

/**
 * Reads policies over a supergraph. Files that are missing mean: every subgraph is its own department,
 * any purpose or category that a document names exists, nothing is given.
 * @param place a folder that holds `departments.yaml`, `purposes.yaml`, `categories.yaml`, `guardrails.yaml`,
 *   `agreements/`, `disclosures/`, `classifications/` and `signatures/`; or a bundle of such a folder
 * @param supergraph SDL of a Federation 2 supergraph
 * @param trust what makes a document count
 * @throws PolicyFileError with every fault at its place
 */
export async function loadPolicies(
  place: string,
  supergraph: string,
  trust: Trust,
): Promise<PolicySet> {
  return loadRelease(await readRelease(place), supergraph, trust);
}

/**
 * The policies of a release that is in memory, such as an earlier revision.
 * @throws PolicyFileError with every fault at its place
 */
export async function loadRelease(
  release: Release,
  supergraph: string,
  trust: Trust,
): Promise<PolicySet> {
  const { documents, faults } = parseDocuments(release);
  const beside = trust.kind === 'signed' ? await trust.beside?.(release) : undefined;
  const officers =
    trust.kind === 'as-written' || trust.officers === null
      ? new Map<string, never>()
      : await readOfficers(trust.officers);
  if (trust.kind === 'signed') await checkSeal(release, officers);
  const signatures = new Map([...release.signatures, ...(beside ?? [])]);
  const standing =
    trust.kind === 'signed' ? await standingOf(documents, signatures, officers) : null;
  const { leads } = await readRegistry();
  const model = readClassification(supergraph);
  const digest = digestOf(
    documents,
    [...model.coordinates.values()],
    model.subgraphs.map(({ name }) => name),
    leads,
  );
  const built = buildSet(documents, { model, leads, digest, standing, version: release.version });
  const all = [...faults, ...built.faults];
  if (all.length > 0) {
    throw new PolicyFileError(
      all.sort((a, b) => order(a.file, b.file) || a.line - b.line || a.column - b.column),
    );
  }
  return built.set;
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
  const text = canonicalize(JSON.parse(JSON.stringify(said))) ?? '';
  // Facts of the schema are many, and made in one order of members: their text needs no sorting.
  return createHash('sha256').update(text).update(JSON.stringify(facts)).digest('base64url');
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
