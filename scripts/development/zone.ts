import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { startGateway } from '../../gateway/gateway.ts';
import { disclosure } from '../../web/disclosure.ts';
import { explorer } from '../../web/explorer/explorer.ts';
import { trustedDocuments } from '../../web/trusted-documents.ts';
import { banner } from './banner.ts';
import { startDepartments } from './departments.ts';
import { developmentKeys } from './keys.ts';
import { people } from './people.ts';
import { firstEvaluation } from './first-evaluation.ts';
import { createProgress } from './progress.ts';
import { developmentTrust } from './trust.ts';
import { samples } from './samples.ts';
import { Failure } from '../failure.ts';
import { expectFreePort, listenFailure } from '../listen.ts';
import { logger } from '../log.ts';
import { readAsWritten, supergraphFile } from '../policies.ts';
import { portOf } from '../port.ts';
import { profileOf } from '../profile.ts';
import { untilStopped } from '../until-stopped.ts';

/** What the zone is started with, as the command line says it. */
export interface ZoneOptions {
  readonly port: string;
  readonly profile: string;
  readonly policies: string;
  readonly data: string;
}

/**
 * Starts departments, gateway, explorer and pages, and waits until it is to end.
 * @throws Failure that says what is in the way
 */
export async function startZone(options: ZoneOptions): Promise<void> {
  if (process.env.NODE_ENV === 'production') {
    throw new Failure('`cpz dev` is for development. Use `cpz gateway` and `cpz subgraph`.', 78);
  }
  const [port, profile] = [portOf(options.port), profileOf(options.profile)];
  const { data } = options;
  await expectFreePort(port);
  const policies = await readAsWritten(options.policies);
  const keys = await developmentKeys(
    data,
    policies.departments.map(({ id }) => id),
  );
  await mkdir(path.join(data, 'logs'), { recursive: true });
  const stopped = untilStopped();
  const progress = createProgress(process.stderr, 'filling');
  const keep = samples();
  const log = logger(createWriteStream(path.join(data, 'logs', 'gateway.ndjson'), { flags: 'a' }));
  // They take longest, and the gateway asks none of them as it starts.
  const starting = startDepartments(
    { data, policies: options.policies, profile, ports: {} },
    { gatewayKeys: keys.gatewayJwks, cursorKey: keys.cursorKey, pseudonymKey: keys.pseudonymKey },
    progress.report,
  );
  let areListening = false;
  starting.then(
    () => (areListening = true),
    () => undefined,
  );
  const gateway = await startGateway({
    supergraph: supergraphFile,
    policies: options.policies,
    trust: developmentTrust(data),
    issuers: keys.issuersFile,
    key: keys.passportKeyFile,
    audit: path.join(data, 'audit'),
    pseudonymKey: keys.pseudonymKey,
    port,
    watch: true,
    // The pages ask from this machine, each time for one of their visitors.
    trustedProxies: ['127.0.0.1', '::1'],
    trustedDocuments,
    unready: () => (areListening ? null : 'the departments are starting'),
    logger: log,
    plugins: [
      explorer({
        endpoint: '/graphql',
        bundleFolder: path.join(data, 'explorer'),
        principals: () => people(policies, keys),
        samples: keep,
      }),
      disclosure({
        statementKey: keys.statementKeyFile,
        styleFolder: path.join(data, 'web'),
        isSynthetic: true,
      }),
    ],
  }).catch(async (error: unknown) => {
    progress.end();
    await starting.then((departments) => departments.close()).catch(() => undefined);
    throw listenFailure(error, port);
  });
  try {
    const departments = await starting;
    progress.end();
    process.stdout.write(banner(gateway.url, departments.urls, await people(policies, keys), keep));
    let isStopping = false;
    const evaluating = firstEvaluation({
      endpoint: `${gateway.url}/graphql`,
      keys,
      uscc: keep.uscc,
      stateFile: path.join(data, 'credit-evaluate.json'),
      isStopped: () => isStopping,
    }).catch((error: unknown) => {
      log.warn({ err: error }, 'the enterprises of the zone are not evaluated');
    });
    const ended = await Promise.race([stopped, departments.ended.then(() => 'gone' as const)]);
    isStopping = true;
    await evaluating;
    await departments.close();
    if (ended === 'gone') throw new Failure('The departments have ended unexpectedly.', 70);
  } finally {
    progress.end();
    await gateway.close();
  }
}
