import type { PagesResults } from '../pages.ts';
import { grid } from './markdown.ts';

/** What the public pages cost, as Markdown. */
export function pagesMarkdown(results: PagesResults): string {
  const { at, node, perSecond, seconds, latencies, sizes } = results;
  const ms = (value: number): string => value.toFixed(1);
  const kb = (bytes: number): string => (bytes / 1_000).toFixed(1);
  const sum = (of: (size: (typeof sizes)[number]) => number): string =>
    kb(sizes.reduce((total, size) => total + of(size), 0));
  const hasFonts = sizes.some(({ what }) => what === 'font');
  return [
    `Run at ${at} UTC with Node ${node}: ${perSecond} requests a second for ${seconds} s.`,
    grid(
      ['asked', 'requests', 'failed', 'p50, ms', 'p95, ms', 'p99, ms', 'longest, ms'],
      latencies.map(({ scene, requests, failed, p50, p95, p99, longest }) => [
        scene,
        String(requests),
        String(failed),
        ms(p50),
        ms(p95),
        ms(p99),
        ms(longest),
      ]),
    ),
    `An enterprise's page with all that it loads${hasFonts ? '' : ' (fonts are those of the reader’s machine)'}, in kB:`,
    grid(
      ['', 'plain', 'gzip', 'Brotli'],
      [
        ...sizes.map(({ what, plain, gzip, brotli }) => [what, kb(plain), kb(gzip), kb(brotli)]),
        [
          'together',
          sum(({ plain }) => plain),
          sum(({ gzip }) => gzip),
          `**${sum(({ brotli }) => brotli)}**, aim 60`,
        ],
      ],
    ),
  ].join('\n\n');
}
