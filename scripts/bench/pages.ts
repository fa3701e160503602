import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'undici';
import { z } from 'zod';
import { freePort, root } from './children.ts';

/** How long answers to requests took that were sent at a steady pace, in milliseconds. */
export interface PageLatency {
  readonly scene: string;
  readonly requests: number;
  readonly failed: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly longest: number;
}

/** What of a page is transferred, in bytes of the body, by content coding. */
export interface PageSize {
  readonly what: string;
  readonly plain: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** What the public pages cost their visitors. */
export interface PagesResults {
  readonly at: string;
  readonly node: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly latencies: readonly PageLatency[];
  readonly sizes: readonly PageSize[];
}

/** How long, and how often. */
export interface PagesOptions {
  readonly seconds: number;
  readonly progress: (text: string) => void;
}

const perSecond = 100;
const warmUpSeconds = 5;
const patienceMs = 180_000;
const found = z.object({ enterprises: z.array(z.object({ uscc: z.string() })).min(1) });

/** Measures the public pages as `npm start` serves them, over the zone's small profile. */
export async function measurePages({ seconds, progress }: PagesOptions): Promise<PagesResults> {
  const port = await freePort();
  const data = path.join(root, '.data/bench/pages');
  const origin = `http://127.0.0.1:${port}`;
  progress('starting everything');
  const server = spawn(
    process.execPath,
    ['scripts/cpz.mjs', 'dev', '--port', String(port), '--data', data],
    { cwd: root, stdio: 'ignore' },
  );
  const ended = once(server, 'exit');
  const pool = new Pool(origin, { connections: 64 });
  try {
    const { enterprises } = await untilReady(origin, () => server.exitCode === null);
    const pages = enterprises.map(({ uscc }) => `/zh-CN/enterprise/${uscc}`);
    const [page = ''] = pages;
    const scene = async (name: string, paths: readonly string[]): Promise<PageLatency> => {
      progress(name);
      await steadily(pool, paths, warmUpSeconds);
      return { scene: name, ...(await steadily(pool, paths, seconds)) };
    };
    return {
      at: new Date().toISOString().slice(0, 16),
      node: process.version,
      perSecond,
      seconds,
      latencies: [
        await scene('one enterprise', [page]),
        await scene(`${pages.length} enterprises in turn`, pages),
      ],
      sizes: await sizesOf(pool, page),
    };
  } finally {
    await pool.close();
    server.kill('SIGTERM');
    await ended;
  }
}

/** Waits until the register answers. */
async function untilReady(
  origin: string,
  isRunning: () => boolean,
): Promise<z.output<typeof found>> {
  const began = performance.now();
  for (;;) {
    const answer = await fetch(`${origin}/search.json`).catch(() => null);
    if (answer?.ok === true) return found.parse(await answer.json());
    await answer?.body?.cancel();
    if (!isRunning() || performance.now() - began > patienceMs) {
      throw new Error('The pages do not answer: `npm start` says why.');
    }
    await wait(200);
  }
}

/**
 * Sends requests at fixed instants, whether or not those before were answered, and takes the time from the instant at
 * which each was due: an answer that is late makes no request wait that would have been late too.
 */
async function steadily(
  pool: Pool,
  paths: readonly string[],
  seconds: number,
): Promise<Omit<PageLatency, 'scene'>> {
  const times: number[] = [];
  let failed = 0;
  const ask = async (path: string, due: number): Promise<void> => {
    const { statusCode, body } = await pool.request({
      method: 'GET',
      path,
      headers: { 'accept-encoding': 'br, gzip' },
    });
    await body.arrayBuffer();
    if (statusCode === 200) times.push(performance.now() - due);
    else failed += 1;
  };
  const began = performance.now();
  const asked: Promise<void>[] = [];
  for (let each = 0; each < seconds * perSecond; each += 1) {
    const due = began + (each * 1_000) / perSecond;
    const left = due - performance.now();
    if (left > 0) await wait(left);
    asked.push(
      ask(paths[each % paths.length] ?? '', due).catch(() => {
        failed += 1;
      }),
    );
  }
  await Promise.all(asked);
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
  return {
    requests: asked.length,
    failed,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    longest: at(1),
  };
}

async function sizesOf(pool: Pool, page: string): Promise<PageSize[]> {
  const get = async (path: string, coding: string): Promise<Buffer> => {
    const { statusCode, body } = await pool.request({
      method: 'GET',
      path,
      headers: { 'accept-encoding': coding },
    });
    if (statusCode !== 200) throw new Error(`${path} answers ${statusCode}.`);
    return Buffer.from(await body.arrayBuffer());
  };
  const html = (await get(page, 'identity')).toString();
  const [, style = ''] = /rel="stylesheet" href="([^"]+)"/.exec(html) ?? [];
  const css = (await get(style, 'identity')).toString();
  const fonts = [...css.matchAll(/url\(["']?([^"')]+\.woff2?)/g)].map(([, file = '']) => file);
  const parts = [
    ['HTML', page],
    ['style sheet', style],
    ['icon', '/favicon.svg'],
    ...fonts.map((file) => ['font', file] as const),
  ] as const;
  return Promise.all(
    parts.map(async ([what, path]) => ({
      what,
      plain: (await get(path, 'identity')).length,
      gzip: (await get(path, 'gzip')).length,
      brotli: (await get(path, 'br')).length,
    })),
  );
}
