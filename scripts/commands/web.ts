import path from 'node:path';
import type { Command } from 'commander';
import { endUnusedConnections } from '../../gateway/http/unused-connections.ts';
import { startWeb } from '../../web/server.ts';
import { developmentStatementKey } from '../development/keys.ts';
import { Failure } from '../failure.ts';
import { listenFailure } from '../listen.ts';
import { logger } from '../log.ts';
import { portOf } from '../port.ts';
import { untilStopped } from '../until-stopped.ts';

interface Options {
  readonly gateway: string;
  readonly port: string;
  readonly host: string;
  readonly origin?: string;
  readonly key?: string;
  readonly formerKeys?: string;
  readonly trustProxy: readonly string[];
  readonly data: string;
}

/** `cpz web`: starts the public pages alone. */
export function registerWeb(program: Command): void {
  program
    .command('web')
    .summary('start the public pages alone, over any gateway')
    .description(
      "Start the public credit-disclosure pages alone. They ask the gateway over HTTP as the public; start the gateway with --trust-proxy and this server's address, so that it limits each visitor and not all of them as one.",
    )
    .option('--gateway <url>', "the gateway's origin", 'http://127.0.0.1:4000')
    .option('-p, --port <n>', 'port', '4080')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option(
      '--origin <url>',
      'under which address the public reaches the pages (default: their own)',
    )
    .option('--key <file>', "key of the signed statements, Ed25519 as JWK (default: development's)")
    .option('--former-keys <file>', 'public keys of statements signed before, a JSON Web Key Set')
    .option(
      '--trust-proxy <address...>',
      'addresses of proxies before the pages, whose X-Forwarded-For names the visitor',
      [],
    )
    .option('--data <folder>', 'where the development key and the style sheet stand', '.data')
    .addHelpText('after', '\nExample:\n  cpz web --gateway http://127.0.0.1:4000 --port 4080\n')
    .action(start);
}

async function start(options: Options): Promise<void> {
  const port = portOf(options.port);
  const { origin, formerKeys } = options;
  const log = logger(process.stdout);
  const web = await startWeb({
    gateway: originOf(options.gateway, '--gateway'),
    port,
    host: options.host,
    trustedProxies: options.trustProxy,
    styleFolder: path.join(options.data, 'web'),
    statementKey: await keyOf(options),
    logger: log,
    prepare: endUnusedConnections,
    ...(origin === undefined ? {} : { origin: originOf(origin, '--origin') }),
    ...(formerKeys === undefined ? {} : { formerKeys }),
  }).catch((error: unknown) => {
    throw listenFailure(error, port);
  });
  log.info({ url: web.url }, 'ready');
  await untilStopped();
  await web.close();
}

async function keyOf({ key, data }: Options): Promise<string> {
  if (key !== undefined) return key;
  if (process.env.NODE_ENV === 'production') {
    throw new Failure(
      'In production the pages need --key, an Ed25519 private key in JWK form with a "kid": they do not sign statements by a development key.',
      78,
    );
  }
  return developmentStatementKey(data);
}

function originOf(written: string, option: string): string {
  if (!URL.canParse(written) || !/^https?:$/.test(new URL(written).protocol)) {
    throw new Failure(
      `${option} takes an address such as https://example.cn, not "${written}".`,
      2,
    );
  }
  return new URL(written).origin;
}
