import { describe, expect, test } from '@jest/globals';
import { createAdmission } from './rate.ts';

describe('admission', () => {
  const limits = { perSecond: 10, burst: 5, concurrent: 3 };

  test('lets a burst through, then as many as the rate gives', () => {
    let now = 0;
    const admit = createAdmission(() => now);
    for (let count = 0; count < 5; count += 1) admit('tax somebody', limits)();
    expect(() => admit('tax somebody', limits)).toThrow('more than 10 requests a second');
    admit('tax another', limits)();
    now = 100;
    admit('tax somebody', limits)();
    expect(() => admit('tax somebody', limits)).toThrow();
  });

  test('bounds what is under way at the same time', () => {
    const admit = createAdmission(() => 0);
    const leave = [1, 2, 3].map(() => admit('tax somebody', limits));
    expect(() => admit('tax somebody', limits)).toThrow('under way');
    leave[0]?.();
    admit('tax somebody', limits);
  });
});
