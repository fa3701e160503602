import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where a browser may stand; undefined where there is none. */
export const browserFile = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => existsSync(file));

/** A page in a browser, and what it did that it should not. */
export interface Watched {
  readonly page: Page;
  /** Requests to other hosts, faults, and what the content security policy refused. */
  readonly offences: readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts the browser. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    ...(browserFile === undefined ? {} : { executablePath: browserFile }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
}

/** Opens a page whose every request and complaint is watched. */
export async function watch(
  browser: Browser,
  site: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ baseURL: site, ...options });
  const page = await context.newPage();
  const offences: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(`${site}/`)) offences.push(`request to ${request.url()}`);
    if (request.resourceType() === 'script') offences.push(`script ${request.url()}`);
  });
  page.on('pageerror', ({ message }) => offences.push(message));
  page.on('console', (message) => {
    // The status of a page that is an error is told there too.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      offences.push(message.text());
    }
  });
  return {
    page,
    offences,
    close: async () => {
      const cookies = await context.cookies();
      await context.close();
      if (cookies.length > 0) throw new Error(`a cookie was set: ${cookies[0]?.name ?? ''}`);
    },
  };
}

const folder = process.env.CPZ_SCREENSHOTS ?? path.join('.data', 'screenshots');

/** Keeps a picture of the whole page, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}
