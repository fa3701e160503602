import { describe, expect, test } from '@jest/globals';
import { createAdmission, networkOf } from './rate.ts';

describe('admission', () => {
  const limits = { perSecond: 10, burst: 5, concurrent: 3 };

  test('lets a burst through, then as many as the rate gives', () => {
    let now = 0;
    const admit = createAdmission(() => now);
    const ask = (who = 'tax somebody'): string | undefined => {
      const { refusal, leave } = admit(who, limits);
      leave();
      return refusal?.message;
    };
    for (let count = 0; count < 5; count += 1) expect(ask()).toBeUndefined();
    expect(ask()).toContain('more than 10 requests a second');
    expect(ask('tax another')).toBeUndefined();
    now = 100;
    expect(ask()).toBeUndefined();
    expect(ask()).toContain('Try again in 1 s');
  });

  test('bounds what is under way at the same time', () => {
    const admit = createAdmission(() => 0);
    const quotas = [1, 2, 3].map(() => admit('tax somebody', limits));
    const { refusal, leave } = admit('tax somebody', limits);
    expect(refusal?.message).toContain('under way');
    // Who was not let in does not leave.
    leave();
    expect(admit('tax somebody', limits).refusal).not.toBeNull();
    quotas[0]?.leave();
    expect(admit('tax somebody', limits).refusal).toBeNull();
  });

  test('says what is left', () => {
    const admit = createAdmission(() => 0);
    const { headers } = admit('tax somebody', limits);
    expect(headers).toEqual({
      'ratelimit-policy': '"requests";q=5;w=1',
      ratelimit: '"requests";r=4;t=1',
    });
    for (let count = 0; count < 9; count += 1) admit('tax somebody', limits).leave();
    expect(admit('tax somebody', limits).headers.ratelimit).toBe('"requests";r=0;t=1');
  });
});

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
