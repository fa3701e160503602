import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { CurrentTable } from '../../policies/index.ts';
import { departments } from '../../subgraphs/index.ts';
import type { GatewayKeys } from '../../subgraphs/kit/passport.ts';
import { serveDepartment } from '../../subgraphs/kit/serve.ts';
import { defaultPorts, openDatabases, prepareDepartment, takeCalendar } from '../departments.ts';
import { developmentKeys } from '../development/keys.ts';
import { Failure } from '../failure.ts';
import { followPolicies } from '../follow-policies.ts';
import { listenFailure } from '../listen.ts';
import { logger } from '../log.ts';
import { policyFolder, readPolicies, supergraphFile } from '../policies.ts';
import { portOf } from '../port.ts';
import { profileOf, profiles } from '../profile.ts';
import { officersHelp, trustOf } from '../trust.ts';
import { untilStopped } from '../until-stopped.ts';

interface Options {
  readonly port?: string;
  readonly host: string;
  readonly gatewayKeys?: string;
  readonly officers?: string;
  readonly policies: string;
  readonly supergraph: string;
  readonly seed?: string;
  readonly data: string;
}

/** `cpz subgraph`: starts one department alone. */
export function registerSubgraph(program: Command): void {
  const known = departments.map(({ name }) => name).join(', ');
  program
    .command('subgraph')
    .argument('<department>', `one of ${known}`)
    .summary("start one department's subgraph alone")
    .description(
      `Start one department's subgraph alone: ${known}. It answers the gateway only. Its database is <DEPARTMENT>_DATABASE_URL, else an embedded one below the data folder.`,
    )
    .option('-p, --port <n>', "port (default: the department's, such as 4002 for tax)")
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option(
      '--gateway-keys <url or file>',
      "the gateway's public keys, such as http://127.0.0.1:4000/.well-known/jwks.json (default: the development key)",
    )
    .option('--policies <path>', 'the policies, a folder or a bundle', policyFolder)
    .option('--officers <file>', officersHelp)
    .option('--supergraph <file>', 'the supergraph that the policies speak of', supergraphFile)
    .option('--seed <profile>', `fill the tables first: ${profiles.join(', ')}`)
    .option('--data <folder>', 'where development keys and the embedded database stand', '.data')
    .addHelpText('after', '\nExample:\n  cpz subgraph tax --port 5002 --seed small\n')
    .action(start);
}

async function start(name: string, options: Options): Promise<void> {
  const department = departments.find((each) => each.name === name);
  if (department === undefined) {
    const known = departments.map((each) => each.name).join(', ');
    throw new Failure(`There is no department "${name}". Departments: ${known}.`, 2);
  }
  await takeCalendar();
  const trust = await trustOf(options);
  const policies = await readPolicies(options.policies, options.supergraph, trust);
  const keys = await secrets(
    options,
    policies.departments.map(({ id }) => id),
  );
  const databases = openDatabases({ folder: path.join(options.data, name) });
  const database = await databases.of(name).catch((error: unknown) => {
    throw new Failure(error instanceof Error ? error.message : String(error), 74);
  });
  const table = new CurrentTable(policies);
  try {
    const log = logger(process.stdout);
    await prepareDepartment(department, database, profileOf(options.seed ?? null));
    const port = portOf(options.port ?? String(defaultPorts[name] ?? 0));
    const served = await serveDepartment(department, {
      ...keys,
      policies: table,
      db: database.db,
      host: options.host,
      port,
      log,
    }).catch((error: unknown) => {
      throw listenFailure(error, port);
    });
    const following = followPolicies(table, options.policies, options.supergraph, trust, log);
    process.on('SIGHUP', following.read);
    log.info({ department: name, url: served.url }, 'ready');
    await untilStopped();
    await following.stop();
    await served.close();
  } finally {
    table.close();
    await databases.close();
  }
}

async function secrets(
  { gatewayKeys, data }: Options,
  ids: readonly string[],
): Promise<{ gatewayKeys: GatewayKeys; cursorKey: string; pseudonymKey: string }> {
  if (process.env.NODE_ENV !== 'production') {
    const keys = await developmentKeys(data, ids);
    return {
      gatewayKeys: gatewayKeys === undefined ? keys.gatewayJwks : await readKeys(gatewayKeys),
      cursorKey: process.env.CPZ_CURSOR_KEY ?? keys.cursorKey,
      pseudonymKey: process.env.CPZ_PSEUDONYM_KEY ?? keys.pseudonymKey,
    };
  }
  const { CPZ_CURSOR_KEY: cursorKey, CPZ_PSEUDONYM_KEY: pseudonymKey } = process.env;
  if (gatewayKeys === undefined || !cursorKey || !pseudonymKey) {
    throw new Failure(
      'In production a subgraph needs --gateway-keys, CPZ_CURSOR_KEY and CPZ_PSEUDONYM_KEY (32 random bytes each, base64url): it does not run on development keys.',
      78,
    );
  }
  return { gatewayKeys: await readKeys(gatewayKeys), cursorKey, pseudonymKey };
}

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

async function readKeys(where: string): Promise<GatewayKeys> {
  if (/^https?:\/\//.test(where)) return new URL(where);
  try {
    return keySet.parse(JSON.parse(await readFile(where, 'utf8'))) satisfies JSONWebKeySet;
  } catch {
    throw new Failure(`${where} is no JSON Web Key Set: { "keys": [...] }.`, 66);
  }
}
