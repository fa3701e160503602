import { LRUCache } from 'lru-cache';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { PolicyFault } from './fault.ts';

/** Where something stands. */
export type Place = Pick<PolicyFault, 'file' | 'line' | 'column'>;

/** A YAML document that knows where each of its values stands. */
export interface Source<T> {
  readonly file: string;
  readonly data: T;
  /** What it says as it is written, before defaults and dates are understood. */
  readonly content: unknown;
  /** The place of a value, or of the nearest value around it. */
  readonly at: (path: readonly PropertyKey[]) => Place;
}

/** A document, or everything that is wrong with it. */
export type Parsed<T> =
  | { readonly source: Source<T>; readonly faults: readonly [] }
  | { readonly source: null; readonly faults: readonly PolicyFault[] };

/**
 * Parses a YAML 1.2 document and checks its shape. Merge keys and aliases are refused in number: a document
 * may not grow beyond what a person wrote.
 */
export function parseSource<T>(file: string, text: string, shape: z.ZodType<T>): Parsed<T> {
  const { document, lines, content } = readYaml(text);
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const at = (path: readonly PropertyKey[]): Place => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return place(node.range[0]);
    }
    return place(0);
  };
  if (document.errors.length > 0) {
    const faults = document.errors.map((error): PolicyFault => ({
      code: 'YAML_SYNTAX',
      message: error.message,
      ...place(error.pos[0]),
    }));
    return { source: null, faults };
  }
  if (content instanceof Error)
    return {
      source: null,
      faults: [{ code: 'YAML_SYNTAX', message: content.message, ...place(0) }],
    };
  const parsed = shape.safeParse(content);
  if (parsed.success) return { source: { file, data: parsed.data, content, at }, faults: [] };
  const faults = parsed.error.issues.map((issue): PolicyFault => {
    const key = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...issue.path, ...key];
    return {
      code: 'DOCUMENT_SHAPE',
      message: `${path.map(String).join('.') || 'The document'}: ${issue.message}`,
      ...at(path),
    };
  });
  return { source: null, faults };
}

/** What a text holds as YAML. */
interface Yaml {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  /** An error if it has too many aliases; undefined if it has a fault of syntax. */
  readonly content: unknown;
}

/** Texts read before, by their characters: most documents of a release stood in the one before, too. */
const known = new LRUCache<string, Yaml>({
  maxSize: 1_000_000,
  sizeCalculation: (_yaml, text) => text.length + 1,
});

function readYaml(text: string): Yaml {
  const before = known.get(text);
  if (before !== undefined) return before;
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
  });
  const content = document.errors.length > 0 ? undefined : contentOf(document);
  const yaml = { document, lines, content };
  known.set(text, yaml);
  return yaml;
}

function contentOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch (error) {
    return error instanceof Error ? error : new Error('The document cannot be read.');
  }
}
