import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DocumentNode, GraphQLError, Kind, parse, print, Source } from 'graphql';
import { SchemaError } from './problem.ts';
import { readRegistry, registryFile, type RegisteredSubgraph } from './registry.ts';

/** A subgraph's contract, ready to compose or to serve. */
export interface Contract {
  /** The subgraph. */
  readonly name: string;
  /** The file that the department wrote. */
  readonly file: string;
  /** Where the subgraph runs by default. */
  readonly url: string;
  /** The department's own definitions, what all contracts share, and the federation header. */
  readonly document: DocumentNode;
  /** The same as text. */
  readonly sdl: string;
}

/** Where this project's directives are described, as a `@link` names them. */
const directivesUrl = 'https://cpz-graph.org/directives/v1.0';

const header = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@tag", "@interfaceObject", "@composeDirective", "@cost", "@listSize"])
  @link(url: "${directivesUrl}", import: ["@classified", "@reads", "@subject"])
  @composeDirective(name: "@classified")
  @composeDirective(name: "@reads")
  @composeDirective(name: "@subject")`;

/**
 * Reads one contract.
 * @throws SchemaError at the line of a syntax error, or when no such subgraph is registered
 */
export async function loadContract(
  name: string,
  registry: string = registryFile,
): Promise<Contract> {
  const { subgraphs } = await readRegistry(registry);
  const entry = subgraphs.find((subgraph) => subgraph.name === name);
  if (entry === undefined) {
    const known = subgraphs.map((subgraph) => subgraph.name).join(', ');
    throw new SchemaError([
      {
        code: 'UNKNOWN_SUBGRAPH',
        message: `There is no subgraph "${name}". Registered: ${known}.`,
        file: registry,
        line: 1,
        column: 1,
      },
    ]);
  }
  return read(entry);
}

/** Reads every registered contract, in the order of their names. */
export async function loadContracts(registry: string = registryFile): Promise<Contract[]> {
  const { subgraphs } = await readRegistry(registry);
  return Promise.all(subgraphs.map(read));
}

async function read(entry: RegisteredSubgraph): Promise<Contract> {
  const shared = await Promise.all(
    ['directives.graphql', 'common.graphql'].map((file) => parseFile(beside(file))),
  );
  const own = await parseFile(entry.contract);
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [parse(new Source(header, 'header')), ...shared, own].flatMap(
      ({ definitions }) => definitions,
    ),
  };
  return { name: entry.name, file: entry.contract, url: entry.url, document, sdl: print(document) };
}

function beside(file: string): string {
  return fileURLToPath(new URL(`./${file}`, import.meta.url));
}

async function parseFile(file: string): Promise<DocumentNode> {
  const shown = path.relative(process.cwd(), file);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new SchemaError([
      { code: 'MISSING', message: 'The contract cannot be read.', file: shown, line: 1, column: 1 },
    ]);
  }
  try {
    return parse(new Source(text, shown));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const place = error.locations?.[0] ?? { line: 1, column: 1 };
    throw new SchemaError([{ code: 'SYNTAX', message: error.message, file: shown, ...place }]);
  }
}
