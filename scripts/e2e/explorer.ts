import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyPluginAsync } from 'fastify';
import { type Browser, chromium, type Page } from 'playwright-core';
import { explorer } from '../../web/explorer/explorer.ts';
import { people } from '../development/people.ts';
import { samples } from '../development/samples.ts';
import { readAsWritten } from '../policies.ts';
import type { House } from './house.ts';
import { tmpdir } from 'node:os';

const browserFile = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => existsSync(file));

/** A plugin that serves the explorer for a house that will stand. */
export async function explorerFor(houseOf: () => House): Promise<FastifyPluginAsync> {
  const policies = await readAsWritten();
  return explorer({
    endpoint: '/graphql',
    bundleFolder: path.join(tmpdir(), 'cpz-explorer-bundle'),
    principals: () => people(policies, houseOf().keys),
    samples: samples(),
  });
}

/** Tests of the explorer of a house that stands. */
export function explorerTests(houseOf: () => House): void {
  beforeAll(async () => {
    for (let tries = 0; tries < 100; tries += 1) {
      const { status } = await fetch(`${houseOf().url}/explorer`);
      if (status === 200) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });

  describe('the explorer', () => {
    test('is served with a policy that lets no other origin in', async () => {
      const response = await fetch(`${houseOf().url}/explorer`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await response.text()).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)/);
    });

    test('hands tokens to its own origin only', async () => {
      const own = await fetch(`${houseOf().url}/explorer/principals`);
      const body = (await own.json()) as { principals: { id: string }[] };
      expect(body.principals.map(({ id }) => id)).toContain('tax-analyst');
      const other = await fetch(`${houseOf().url}/explorer/principals`, {
        headers: { 'sec-fetch-site': 'cross-site' },
      });
      expect(other.status).toBe(403);
    });

    test('has examples that are valid and run for whom they are meant', async () => {
      const { examples } = (await (await fetch(`${houseOf().url}/explorer/examples`)).json()) as {
        examples: {
          id: string;
          audience: string;
          purpose?: string;
          caseReference?: string;
          query: string;
          variables: Record<string, unknown>;
        }[];
      };
      expect(examples.length).toBeGreaterThan(10);
      for (const { id, audience, purpose, caseReference, query, variables } of examples) {
        const answer = await houseOf().ask(query, {
          variables,
          ...(audience === 'public' ? {} : { department: audience }),
          ...(purpose === undefined ? {} : { purpose }),
          ...(caseReference === undefined ? {} : { case: caseReference }),
        });
        const faults = answer.errors.filter(
          ({ extensions }) => extensions.code !== 'POLICY_DENIED',
        );
        expect({ id, status: answer.status, faults }).toEqual({ id, status: 200, faults: [] });
      }
    });

    if (browserFile === undefined) {
      console.warn('No chromium on this machine: the explorer is not tried in a browser.');
      return;
    }

    describe('in a browser', () => {
      let browser: Browser;
      let page: Page;
      beforeAll(async () => {
        browser = await chromium.launch({ executablePath: browserFile, args: ['--no-sandbox'] });
        page = await browser.newPage({ locale: 'en-US' });
      });
      afterAll(() => browser.close());

      test('shows a tax analyst the three flows, and beside them what policy keeps back', async () => {
        const faults: string[] = [];
        page.on('pageerror', ({ message }) => faults.push(message));
        await page.goto(`${houseOf().url}/explorer`);
        // The editor comes last: before it has its first example the page is not whole.
        await page.getByText('EnterpriseDirectory').first().waitFor();
        await page.locator('select').first().selectOption('tax-analyst');
        await page.getByRole('button', { name: 'Example queries' }).click();
        await page.locator('.cpz-menu-list button').first().click();
        await page.locator('button.graphiql-execute-button').click();
        const panel = page.locator('.cpz-panel');
        await panel.getByText('Order.goodsValue', { exact: true }).waitFor();
        expect(await panel.innerText()).toContain('commerce-to-tax-refund-review');
        expect(faults).toEqual([]);
      });

      test('shows how an answer is fetched, when the plan is asked for', async () => {
        await page.getByLabel('Show the plan').check();
        await page.locator('button.graphiql-execute-button').click();
        const plan = page.locator('.cpz-plan-section');
        await plan.waitFor();
        const text = await plan.innerText();
        expect(text).toContain('commerce');
        expect(text).toContain('Order.orderNo');
        // What policy keeps back is not fetched.
        expect(text).not.toContain('Order.goodsValue');
      });

      test('shows what was decided about each coordinate, by which rule and agreement, when asked for', async () => {
        const decisions = page.locator('.cpz-decisions-section');
        expect(await decisions.count()).toBe(0);
        await page.getByLabel('Explain policies').check();
        await page.locator('button.graphiql-execute-button').click();
        await decisions.waitFor();
        const decisionOn = (coordinate: string) =>
          decisions.locator('details').filter({
            has: page.locator('summary > code').getByText(coordinate, { exact: true }),
          });
        const given = decisionOn('Query.order');
        expect(await given.locator('summary').innerText()).toMatch(
          /in full\s+under commerce-to-tax-classification/,
        );
        const denied = decisionOn('Order.goodsValue');
        expect(await denied.locator('summary').innerText()).toContain('not at all');
        expect(await given.getByText('Step 4').isVisible()).toBe(false);
        await given.locator('summary').click();
        await given.getByText('Step 4').waitFor();
        expect(await given.innerText()).toMatch(
          /agreements\/commerce\/commerce-to-tax-classification\.yaml:\d+:\d+/,
        );
      });
    });
  });
}
