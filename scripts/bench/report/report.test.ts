import { describe, expect, test } from '@jest/globals';
import { between } from './between.ts';
import { chart } from './chart.ts';
import { median } from './median.ts';

const figures = { rps: 1, p50: 1, p95: 1, p99: 1, residentMb: 1 };

describe('the report of a benchmark', () => {
  test('stands between its marks, however often it is written', () => {
    const document = 'before\n<!-- results -->\nold\n<!-- end of results -->\nafter\n';
    const once = between(document, 'results', 'new');
    expect(once).toBe('before\n<!-- results -->\n\nnew\n\n<!-- end of results -->\nafter\n');
    expect(between(once, 'results', 'new')).toBe(once);
    expect(() => between('nothing', 'results', 'new')).toThrow('<!-- results -->');
  });

  test('draws each scene to its own scale and marks what is ours', () => {
    const drawn = chart(
      [
        { ...figures, gateway: 'ours & more', scene: 'a', cpuMs: 1 },
        { ...figures, gateway: 'other', scene: 'a', cpuMs: 4 },
        { ...figures, gateway: 'other', scene: 'b', cpuMs: 400 },
      ],
      (gateway) => gateway.startsWith('ours'),
    );
    expect(
      [...drawn.matchAll(/class="(own|other)".*?width="([\d.]+)"/g)].map(([, by, size]) => [
        by,
        size,
      ]),
    ).toEqual([
      ['own', '75.0'],
      ['other', '300.0'],
      ['other', '300.0'],
    ]);
    expect(drawn).toContain('ours &amp; more');
  });

  test('shows the middle round', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1])).toBe(4);
  });
});
