import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import type { Command } from 'commander';
import { startGateway } from '../../gateway/gateway.ts';
import { developmentKeys } from '../development/keys.ts';
import { Failure } from '../failure.ts';
import { limitNames, limitsOf } from '../limits.ts';
import { listenFailure } from '../listen.ts';
import { logger } from '../log.ts';
import { policyFolder, readAsWritten, supergraphFile } from '../policies.ts';
import { portOf } from '../port.ts';
import { officersHelp, trustOf } from '../trust.ts';
import { untilStopped } from '../until-stopped.ts';

interface Options {
  readonly supergraph: string;
  readonly policies: string;
  readonly port: string;
  readonly host: string;
  readonly issuers?: string;
  readonly officers?: string;
  readonly key?: string;
  readonly audit?: string;
  readonly subgraph: readonly string[];
  readonly limit: readonly string[];
  readonly subgraphHttp2: boolean;
  readonly subgraphCa?: string;
  readonly trustedDocuments?: string;
  readonly publicTrustedOnly: boolean;
  readonly publicAnswerMs: string;
  readonly trustProxy: readonly string[];
  readonly watch: boolean;
  readonly data: string;
}

/** `cpz gateway`: starts the gateway alone, over any supergraph and any policy folder. */
export function registerGateway(program: Command): void {
  program
    .command('gateway')
    .summary('start the gateway alone, over any supergraph')
    .description(
      'Start the gateway alone, over any Federation 2 supergraph and any folder of policies. It is ready when GET /readyz answers 200; SIGHUP makes it read supergraph, policies, issuers and trusted documents again.',
    )
    .option('--supergraph <file>', 'the supergraph', supergraphFile)
    .option('--policies <path>', 'the policies, a folder or a bundle', policyFolder)
    .option('-p, --port <n>', 'port', '4000')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option(
      '--subgraph <name=url...>',
      'address of a subgraph, where it differs from the supergraph',
      [],
    )
    .option('--subgraph-http2', 'ask subgraphs over HTTP/2 where they speak it', false)
    .option(
      '--subgraph-ca <file>',
      'authorities of their certificates, PEM (default: those that Node has with it)',
    )
    .option('--issuers <file>', 'trusted issuers (default: those of development)')
    .option('--officers <file>', officersHelp)
    .option('--key <file>', "the gateway's private key, Ed25519 as JWK (default: development's)")
    .option('--audit <folder>', 'the audit log (default: <data>/audit)')
    .option('--limit <name=number...>', `limits, with their defaults: ${limitNames}`, [])
    .option(
      '--trusted-documents <file>',
      'documents to run by hash: a JSON object of texts by their SHA-256',
    )
    .option('--public-trusted-only', 'without a token, trusted documents only', false)
    .option(
      '--trust-proxy <address...>',
      'addresses whose X-Forwarded-For says for whom they ask: proxies, and the public pages',
      [],
    )
    .option(
      '--public-answer-ms <n>',
      'milliseconds for which an answer to the public is kept, 0 for not at all',
      '1000',
    )
    .option(
      '--watch',
      'read supergraph, policies, issuers and trusted documents again when they change',
      false,
    )
    .option('--data <folder>', 'where development keys and the audit log stand', '.data')
    .addHelpText(
      'after',
      '\nExample:\n  cpz gateway --port 4000 --subgraph tax=http://127.0.0.1:5002/graphql\n',
    )
    .action(start);
}

async function start(options: Options): Promise<void> {
  const port = portOf(options.port);
  const { trustedDocuments, subgraphCa } = options;
  if (options.publicTrustedOnly && trustedDocuments === undefined) {
    throw new Failure(
      '--public-trusted-only needs --trusted-documents: without any, nothing is left to ask without a token.',
      2,
    );
  }
  const log = logger(process.stdout);
  const trust = await trustOf(options);
  const gateway = await startGateway({
    trust,
    supergraph: options.supergraph,
    policies: options.policies,
    port,
    host: options.host,
    urls: addresses(options.subgraph),
    audit: options.audit ?? path.join(options.data, 'audit'),
    logger: log,
    watch: options.watch,
    trustedProxies: options.trustProxy.map(proxyOf),
    publicTrustedOnly: options.publicTrustedOnly,
    publicAnswerMs: publicAnswerMsOf(options.publicAnswerMs),
    ...(trustedDocuments === undefined ? {} : { trustedDocuments }),
    connections: {
      http2: options.subgraphHttp2,
      ...(subgraphCa === undefined ? {} : { ca: await authoritiesOf(subgraphCa) }),
    },
    ...limitsOf(options.limit),
    ...(await secrets(options)),
  }).catch((error: unknown) => {
    throw listenFailure(error, port);
  });
  process.on('SIGHUP', () => void gateway.reload());
  log.info({ url: gateway.url }, 'ready');
  await untilStopped();
  await gateway.close();
}

async function secrets(
  options: Options,
): Promise<{ issuers: string; key: string; pseudonymKey: string }> {
  const { issuers, key } = options;
  const { CPZ_PSEUDONYM_KEY: pseudonymKey, NODE_ENV: environment } = process.env;
  if (issuers !== undefined && key !== undefined && pseudonymKey) {
    return { issuers, key, pseudonymKey };
  }
  if (environment === 'production') {
    throw new Failure(
      'In production the gateway needs --issuers, --key and CPZ_PSEUDONYM_KEY (32 random bytes, base64url): it does not run on development keys.',
      78,
    );
  }
  const { departments } = await readAsWritten(options.policies, options.supergraph);
  const keys = await developmentKeys(
    options.data,
    departments.map(({ id }) => id),
  );
  return {
    issuers: issuers ?? keys.issuersFile,
    key: key ?? keys.passportKeyFile,
    pseudonymKey: pseudonymKey ?? keys.pseudonymKey,
  };
}

/** Addresses and networks as Fastify takes them. */
function proxyOf(written: string): string {
  const [address = '', prefix = '0', ...rest] = written.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const isRange = rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
  if (isRange || ['loopback', 'linklocal', 'uniquelocal'].includes(written)) return written;
  throw new Failure(
    `--trust-proxy takes addresses and networks, such as 10.0.0.1 or 10.0.0.0/8, not "${written}".`,
    2,
  );
}

async function authoritiesOf(file: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8');
    // Certificates that cannot be read would be found missing at the first request only.
    createSecureContext({ ca: text });
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
    throw new Error('it has no line "-----BEGIN CERTIFICATE-----"');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(`${file} has no certificates in PEM for --subgraph-ca: ${why}.`, 66);
  }
}

function publicAnswerMsOf(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new Failure(
    `--public-answer-ms takes whole milliseconds from 0 to 99999, not "${text}".`,
    2,
  );
}

function addresses(written: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    written.map((each) => {
      const [name, url] = [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)];
      if (name === '' || !URL.canParse(url)) {
        throw new Failure(
          `--subgraph takes name=url, such as tax=http://127.0.0.1:5002/graphql, not "${each}".`,
          2,
        );
      }
      return [name, url] as const;
    }),
  );
}
