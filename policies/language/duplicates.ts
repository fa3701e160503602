import path from 'node:path';
import type { PolicyFault } from './fault.ts';
import type { Documents } from './read.ts';
import type { Source } from './source.ts';

/** What is named twice, and documents that are not called as their files are. */
export function duplicates(documents: Documents): PolicyFault[] {
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
