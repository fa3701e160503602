import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Logger, pino } from 'pino';
import { wholeLog } from '../../gateway/audit/records.ts';
import { startGateway, type GatewayOptions } from '../../gateway/gateway.ts';
import { CurrentTable, type PolicySet, type Trust } from '../../policies/index.ts';
import { departments } from '../../subgraphs/index.ts';
import type { Asked } from '../../subgraphs/kit/answer.ts';
import type { Department, Profile } from '../../subgraphs/kit/department.ts';
import {
  type ServedDepartment,
  serveDepartment,
  type ServeOptions,
} from '../../subgraphs/kit/serve.ts';
import type { Database } from '../../subgraphs/kit/store.ts';
import { zoneTemplate } from '../../subgraphs/testing/zone.ts';
import { type Databases, openDatabases, prepareDepartment } from '../departments.ts';
import { developmentKeys, type DevelopmentKeys } from '../development/keys.ts';
import { developmentTrust } from '../development/trust.ts';
import { issueToken } from '../development/token.ts';
import { followPolicies } from '../follow-policies.ts';
import { policyFolder, readPolicies, supergraphFile } from '../policies.ts';

/** An answer of the gateway. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Record<string, unknown> | null;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

/** Who asks in a test, and how. */
export interface Asking {
  readonly department?: string;
  readonly role?: string;
  readonly purpose?: string;
  readonly case?: string;
  readonly token?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Everything, in this process: departments over one database in memory, and the gateway. */
export interface House {
  readonly url: string;
  readonly folder: string;
  /** The folder of the audit log. */
  readonly audit: string;
  /** Files that it was opened from. */
  readonly supergraph: string;
  readonly policies: string;
  readonly keys: DevelopmentKeys;
  readonly database: Database;
  /** Documents that each department was asked, in order. */
  readonly asked: readonly Asked[];
  readonly urls: Readonly<Record<string, string>>;
  /** Lines that gateway and departments have logged, if the test wants them. */
  readonly logged: readonly string[];
  readonly ask: (query: string, asking?: Asking) => Promise<Answered>;
  /** Sends a body as it is, in somebody's name. */
  readonly send: (body: unknown, asking?: Asking) => Promise<Response>;
  readonly records: () => Promise<readonly Record<string, unknown>[]>;
  /** Opens another house over the same data, to be closed before this one: departments and gateway of its own. */
  readonly another: (options: HouseOptions) => Promise<House>;
  /** Opens another gateway over the same departments, to be closed before this one. */
  readonly beside: (options: Pick<HouseOptions, 'urls' | 'gateway'>) => Promise<House>;
  readonly close: () => Promise<void>;
}

/** What a test's house has that the zone's has not. */
export interface HouseOptions {
  readonly supergraph?: string;
  readonly policies?: string;
  /** Development's unless given: its officers sign what is read from a folder. */
  readonly trust?: Trust;
  readonly departments?: readonly Department[];
  readonly contractOf?: (name: string) => Parameters<typeof serveDepartment>[1]['contract'];
  /** Addresses at which the gateway looks for departments instead. */
  readonly urls?: Readonly<Record<string, string>>;
  readonly gateway?: Partial<GatewayOptions>;
  /** Starts another gateway instead. */
  readonly start?: typeof startGateway;
  /** Whether `logged` holds what gateway and departments log. */
  readonly logs?: boolean;
  /** What departments decide by instead of the table in force. */
  readonly guardedBy?: (table: CurrentTable) => ServeOptions['policies'];
}

/** Opens a house with the small profile; the test closes it. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const databases = openDatabases({ template: await zoneTemplate() }, () => undefined);
  const house = await openOver(databases, options, 'small');
  return {
    ...house,
    close: async () => {
      await house.close();
      await databases.close();
    },
  };
}

async function openOver(
  databases: Databases,
  options: HouseOptions,
  profile: Profile | null,
): Promise<House> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cpz-house-'));
  const supergraph = options.supergraph ?? supergraphFile;
  const policies = options.policies ?? policyFolder;
  const trust = options.trust ?? developmentTrust(folder);
  // The database opens while the policies are read.
  const [set, shared] = await Promise.all([
    readPolicies(policies, supergraph, trust),
    databases.of(''),
  ]);
  const keys = await developmentKeys(
    folder,
    set.departments.map(({ id }) => id),
  );
  const table = new CurrentTable(set, options.gateway?.clock);
  const following = followPolicies(table, policies, supergraph, trust, pino({ level: 'silent' }));
  const asked: Asked[] = [];
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const logging = options.logs === true;
  const served: ServedDepartment[] = [];
  for (const department of options.departments ?? departments) {
    const database = await databases.of(department.name);
    await prepareDepartment(department, database, profile);
    const contract = options.contractOf?.(department.name);
    served.push(
      await serveDepartment(department, {
        port: 0,
        db: database.db,
        policies: options.guardedBy?.(table) ?? table,
        gatewayKeys: keys.gatewayJwks,
        cursorKey: keys.cursorKey,
        pseudonymKey: keys.pseudonymKey,
        onAsked: (one) => asked.push(one),
        ...(logging ? { log } : {}),
        ...(contract === undefined ? {} : { contract }),
      }),
    );
  }
  const urls = Object.fromEntries(served.map(({ name, url }) => [name, url]));
  const zone: Zone = {
    folder,
    supergraph,
    policies,
    trust,
    set,
    keys,
    database: shared,
    asked,
    urls,
    logged,
    log,
    another: (others) => openOver(databases, { ...options, ...others }, null),
  };
  const house = await openGateway(zone, options);
  return {
    ...house,
    close: async () => {
      await house.close();
      await Promise.all(served.map((each) => each.close()));
      await following.stop();
      table.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What gateways over the same departments share. */
interface Zone
  extends
    Pick<House, 'folder' | 'supergraph' | 'policies' | 'keys' | 'database'>,
    Pick<House, 'asked' | 'urls' | 'logged' | 'another'> {
  readonly trust: Trust;
  readonly set: PolicySet;
  readonly log: Logger;
}

async function openGateway(zone: Zone, options: HouseOptions): Promise<House> {
  const { folder, supergraph, policies, trust, set, keys, log, ...shown } = zone;
  const audit = await mkdtemp(path.join(folder, 'audit-'));
  const gateway = await (options.start ?? startGateway)({
    supergraph,
    policies,
    trust,
    issuers: keys.issuersFile,
    key: keys.passportKeyFile,
    pseudonymKey: keys.pseudonymKey,
    audit,
    port: 0,
    urls: { ...zone.urls, ...options.urls },
    ...(options.logs === true ? { logger: log } : {}),
    ...options.gateway,
  });
  const tokenOf = async ({ department, role = 'analyst' }: Asking): Promise<string | null> => {
    if (department === undefined) return null;
    const purposes = set.purposes
      .filter((purpose) => purpose.departments.includes(department))
      .map(({ code }) => code);
    return issueToken(await keys.issuerKey(department), {
      department,
      roles: [role],
      purposes,
      lifetimeSeconds: 600,
    });
  };
  const send: House['send'] = async (body, asking = {}) => {
    const token = asking.token ?? (await tokenOf(asking));
    return fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(asking.purpose === undefined ? {} : { 'sharing-purpose': asking.purpose }),
        ...(asking.case === undefined ? {} : { 'sharing-case': asking.case }),
        ...asking.headers,
      },
      body: JSON.stringify(body),
    });
  };
  return {
    ...shown,
    folder,
    supergraph,
    policies,
    keys,
    audit,
    url: gateway.url,
    send,
    ask: async (query, asking = {}) => {
      const response = await send({ query, variables: asking.variables }, asking);
      const body = (await response.json()) as Partial<Answered>;
      return {
        status: response.status,
        headers: response.headers,
        data: body.data ?? null,
        extensions: body.extensions,
        errors: body.errors ?? [],
      };
    },
    records: async () => {
      const all: Record<string, unknown>[] = [];
      for await (const { records } of wholeLog(audit))
        for (const record of records)
          all.push(JSON.parse(record.toString('utf8')) as Record<string, unknown>);
      return all;
    },
    beside: (others) => openGateway(zone, { ...options, ...others }),
    close: () => gateway.close(),
  };
}
