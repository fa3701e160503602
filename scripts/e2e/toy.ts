import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeForTest } from '../../gateway/execution/testing/compose.ts';
import type { SubgraphSource } from '../../gateway/execution/testing/house.ts';
import { startSubgraph, type TestSubgraph } from '../../gateway/execution/testing/subgraph.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../../gateway/gateway.ts';
import { developmentKeys, issuerOf } from '../development/keys.ts';
import { issueToken } from '../development/token.ts';

/** The gateway over subgraphs of a test's own; unless it says otherwise all is open to `alpha` and `beta`. */
export interface Toy {
  readonly url: string;
  readonly gateway: Gateway;
  readonly folder: string;
  readonly supergraphFile: string;
  readonly subgraphs: Readonly<Record<string, TestSubgraph>>;
  /** A token of somebody in a department. */
  readonly tokenOf: (department: string, subject?: string) => Promise<string>;
  readonly post: (body: unknown, headers?: Readonly<Record<string, string>>) => Promise<ToyAnswer>;
  readonly close: () => Promise<void>;
}

/** An answer of the gateway. */
export interface ToyAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
  readonly code: string | undefined;
  readonly message: string | undefined;
  /** Of the first error. */
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** What a toy has that is not open to all. */
export interface ToyWorld {
  /** Departments, and the subgraphs that each operates. */
  readonly departments: Readonly<Record<string, readonly string[]>>;
  /** Policy documents by path, beside the registers of departments and purposes. */
  readonly policies: Readonly<Record<string, string>>;
  /** Composes the supergraph, where the contracts say how they are classified. */
  readonly compose?: (subgraphs: readonly TestSubgraph[]) => string;
}

const open = fileURLToPath(new URL('../../policies/examples/open', import.meta.url));

/** Opens a toy; the test closes it. */
export async function openToy(
  sources: Readonly<Record<string, SubgraphSource>>,
  options: Partial<GatewayOptions> = {},
  world: ToyWorld | null = null,
): Promise<Toy> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cpz-toy-'));
  const started = await Promise.all(
    Object.entries(sources).map(([name, { typeDefs, resolvers, misbehave }]) =>
      startSubgraph(name, typeDefs, resolvers ?? {}, misbehave),
    ),
  );
  const closeAll = async (): Promise<void> => {
    await Promise.all(started.map((each) => each.close()));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return await openOver(started, folder, closeAll, options, world);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function openOver(
  started: readonly TestSubgraph[],
  folder: string,
  closeAll: () => Promise<void>,
  options: Partial<GatewayOptions>,
  world: ToyWorld | null,
): Promise<Toy> {
  const operates = world?.departments ?? { alpha: [], beta: [] };
  const departments = Object.keys(operates);
  const supergraph = path.join(folder, 'supergraph.graphql');
  await writeFile(supergraph, (world?.compose ?? composeForTest)(started));
  const policies = path.join(folder, 'policies');
  if (world === null) await cp(open, policies, { recursive: true });
  for (const [name, text] of Object.entries(world?.policies ?? {})) {
    await mkdir(path.dirname(path.join(policies, name)), { recursive: true });
    await writeFile(path.join(policies, name), text);
  }
  const listed = departments.map((id) => ({
    id,
    name: { zh: id, en: id },
    issuer: issuerOf(id),
    operates: operates[id],
  }));
  await writeFile(path.join(policies, 'departments.yaml'), JSON.stringify({ departments: listed }));
  const name = { zh: '工作', en: 'Work' };
  const legalBasis = 'The own decision of whoever owns it';
  const purposes = [{ code: 'WORK', name, description: name, legalBasis, departments }];
  await writeFile(path.join(policies, 'purposes.yaml'), JSON.stringify({ purposes }));
  const keys = await developmentKeys(folder, departments);
  const gateway = await startGateway({
    supergraph,
    policies,
    trust: { kind: 'as-written' },
    issuers: keys.issuersFile,
    key: keys.passportKeyFile,
    pseudonymKey: keys.pseudonymKey,
    audit: path.join(folder, 'audit'),
    port: 0,
    ...options,
  });
  return {
    url: `${gateway.url}/graphql`,
    gateway,
    folder,
    supergraphFile: supergraph,
    subgraphs: Object.fromEntries(started.map((each) => [each.name, each])),
    tokenOf: async (department, subject) =>
      issueToken(await keys.issuerKey(department), {
        department,
        roles: ['analyst'],
        purposes: ['WORK'],
        lifetimeSeconds: 600,
        ...(subject === undefined ? {} : { subject }),
      }),
    post: async (body, headers = {}) =>
      answerOf(
        await fetch(`${gateway.url}/graphql`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'application/graphql-response+json',
            ...headers,
          },
          body: JSON.stringify(body),
        }),
      ),
    close: async () => {
      await gateway.close();
      await closeAll();
    },
  };
}

/** Reads an answer of the gateway. */
export async function answerOf(response: Response): Promise<ToyAnswer> {
  const { data, errors } = (await response.json()) as {
    readonly data?: unknown;
    readonly errors?: readonly {
      readonly message: string;
      readonly extensions?: Readonly<Record<string, unknown>> & { readonly code?: string };
    }[];
  };
  return {
    status: response.status,
    headers: response.headers,
    data,
    code: errors?.[0]?.extensions?.code,
    message: errors?.[0]?.message,
    extensions: errors?.[0]?.extensions ?? {},
  };
}
