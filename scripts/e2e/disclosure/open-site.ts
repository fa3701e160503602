import path from 'node:path';
import { tmpdir } from 'node:os';
import { disclosure } from '../../../web/disclosure.ts';
import { developmentStatementKey } from '../../development/keys.ts';
import { type House, type HouseOptions, openHouse } from '../house.ts';
import { mkdtemp } from 'node:fs/promises';

/** A house with the public pages, as `cpz dev` starts it. */
export async function openSite(options: HouseOptions = {}): Promise<House> {
  return openHouse({ ...options, gateway: await withPages(options.gateway) });
}

/** A gateway's options, and the public pages. */
export async function withPages(gateway: HouseOptions['gateway'] = {}): Promise<typeof gateway> {
  const { clock } = gateway;
  const data = await mkdtemp(path.join(tmpdir(), 'cpz-site-'));
  return {
    ...gateway,
    trustedProxies: ['127.0.0.1'],
    plugins: [
      disclosure({
        statementKey: await developmentStatementKey(data),
        styleFolder: path.join(tmpdir(), 'cpz-disclosure-style'),
        isSynthetic: true,
        ...(clock === undefined ? {} : { clock: () => clock().getTime() }),
      }),
    ],
  };
}
