import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openToy, type Toy, type ToyAnswer } from './toy.ts';

const concurrent = 4;
let begun = 0;
let release: () => void = () => undefined;
let gate = Promise.resolve();
let toy: Toy;
beforeAll(async () => {
  const slow = async (): Promise<string> => {
    begun += 1;
    await gate;
    return 'at last';
  };
  toy = await openToy(
    { books: { typeDefs: 'type Query { slow: String }', resolvers: { Query: { slow } } } },
    { concurrent, trustedProxies: ['127.0.0.1'] },
  );
});
afterAll(() => toy.close());

/** The public, from so many addresses. */
function visitors(count: number): Promise<ToyAnswer>[] {
  return Array.from({ length: count }, (_, index) =>
    toy.post({ query: '{ slow }' }, { 'x-forwarded-for': `203.0.113.${index + 1}` }),
  );
}

async function untilBegun(count: number): Promise<void> {
  const signal = AbortSignal.timeout(5_000);
  while (begun < count) await wait(10, undefined, { signal });
}

describe('a gateway that has as much under way as it takes', () => {
  test('turns away the public, which keeps no department out, and answers again afterwards', async () => {
    begun = 0;
    gate = new Promise((resolve) => (release = resolve));
    const first = visitors(concurrent / 2);
    await untilBegun(first.length);

    const [turned] = await Promise.all(visitors(1));
    expect(turned).toMatchObject({ status: 503, code: 'OVERLOADED' });
    expect(turned?.message).toContain('Try again in 1 s');
    expect(turned?.headers.get('retry-after')).toBe('1');
    expect(turned?.headers.get('audit-record')).toMatch(/^\d+$/);

    const asAlpha = async (subject: string): Promise<ToyAnswer> =>
      toy.post(
        { query: '{ slow }' },
        { authorization: `Bearer ${await toy.tokenOf('alpha', subject)}` },
      );
    const departments = [asAlpha('one'), asAlpha('two')];
    await untilBegun(concurrent);
    expect((await asAlpha('three')).code).toBe('OVERLOADED');
    expect(begun).toBe(concurrent);

    release();
    for (const answer of [...first, ...departments])
      expect(await answer).toMatchObject({ status: 200, data: { slow: 'at last' } });
    expect(await asAlpha('three')).toMatchObject({ status: 200, data: { slow: 'at last' } });
    for (const answer of visitors(concurrent / 2))
      expect(await answer).toMatchObject({ status: 200 });
  }, 30_000);
});
