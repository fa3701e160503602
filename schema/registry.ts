import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineCounter, parseDocument, isNode } from 'yaml';
import { z } from 'zod';
import { type Problem, SchemaError } from './problem.ts';

/** Which subgraphs there are, where their contracts stand and who leads which type. */
export interface Registry {
  readonly folder: string;
  readonly subgraphs: readonly RegisteredSubgraph[];
  /** Type to the subgraph that classifies its keys and shared fields. */
  readonly leads: Readonly<Record<string, string>>;
}

/** One line of the registry. */
export interface RegisteredSubgraph {
  readonly name: string;
  /** File of the contract, absolute. */
  readonly contract: string;
  readonly url: string;
}

/** The registry that the project ships. */
export const registryFile = fileURLToPath(new URL('./subgraphs.yaml', import.meta.url));

const registry = z.strictObject({
  subgraphs: z.record(
    z.string().regex(/^[a-z][a-z0-9-]*$/, 'a name is small letters, digits and hyphens'),
    z.strictObject({ contract: z.string().min(1), url: z.url() }),
  ),
  leads: z.record(z.string(), z.string()).default({}),
});

/**
 * Reads a registry of subgraphs.
 * @throws SchemaError with every fault at its line
 */
export async function readRegistry(file: string = registryFile): Promise<Registry> {
  const text = await readFile(file, 'utf8');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number): Pick<Problem, 'file' | 'line' | 'column'> => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) {
    throw new SchemaError(
      document.errors.map((error) => ({
        code: 'YAML',
        message: error.message.split('\n')[0] ?? '',
        ...at(error.pos[0]),
      })),
    );
  }
  const parsed = registry.safeParse(document.toJS());
  if (!parsed.success) {
    throw new SchemaError(
      parsed.error.issues.map((issue) => {
        const node = document.getIn(issue.path, true);
        const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
        return {
          code: 'REGISTRY',
          message: `${issue.path.join('.')}: ${issue.message}`,
          ...at(offset),
        };
      }),
    );
  }
  const folder = path.dirname(file);
  const subgraphs = Object.entries(parsed.data.subgraphs)
    .map(([name, entry]) => ({
      name,
      contract: path.resolve(folder, entry.contract),
      url: entry.url,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const strangers = Object.entries(parsed.data.leads).filter(
    ([, lead]) => !(lead in parsed.data.subgraphs),
  );
  if (strangers.length > 0) {
    throw new SchemaError(
      strangers.map(([type, lead]) => ({
        code: 'UNKNOWN_LEAD',
        message: `${type} is led by "${lead}", which is no subgraph of this file.`,
        ...at(0),
      })),
    );
  }
  return { folder, subgraphs, leads: parsed.data.leads };
}
