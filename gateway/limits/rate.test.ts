import { describe, expect, test } from '@jest/globals';
import { type Admit, createAdmission, networkOf } from './rate.ts';

const limits = { perSecond: 10, burst: 5, concurrent: 3 };
const open = (clock: () => number, concurrent = 100): Admit =>
  createAdmission({ public: limits, department: limits }, concurrent, clock).admit;

describe('admission', () => {
  test('lets a burst through, then as many as the rate gives', () => {
    let now = 0;
    const admit = open(() => now);
    const ask = (who = 'tax somebody'): string | undefined => {
      const { refusal, leave } = admit(who, 'department');
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
    const admit = open(() => 0);
    const quotas = [1, 2, 3].map(() => admit('tax somebody', 'department'));
    const { refusal, leave } = admit('tax somebody', 'department');
    expect(refusal?.message).toContain('under way');
    // Who was not let in does not leave.
    leave();
    expect(admit('tax somebody', 'department').refusal).not.toBeNull();
    quotas[0]?.leave();
    expect(admit('tax somebody', 'department').refusal).toBeNull();
  });

  test('bounds what is under way for all together, and counts against nobody what it refuses', () => {
    const admit = open(() => 0, 4);
    const quotas = [1, 2, 3, 4].map((who) => admit(`tax ${who}`, 'department'));
    for (const { refusal } of quotas) expect(refusal).toBeNull();
    const { refusal, leave, headers } = admit('tax another', 'department');
    expect(refusal).toMatchObject({ code: 'OVERLOADED', status: 503, retryAfterSeconds: 1 });
    expect(headers.ratelimit).toBe('"requests";r=5;t=0');
    // Who was not let in does not leave.
    leave();
    expect(admit('tax another', 'department').refusal).not.toBeNull();
    quotas[0]?.leave();
    quotas[0]?.leave();
    expect(admit('tax another', 'department').refusal).toBeNull();
    expect(admit('tax last', 'department').refusal).not.toBeNull();
  });

  test('keeps half of what may be under way from the public', () => {
    const admit = open(() => 0, 4);
    const [first] = [1, 2].map((who) => admit(`public ${who}`, 'public'));
    expect(admit('public 3', 'public').refusal?.code).toBe('OVERLOADED');
    // Of whoever shows a token it is not known yet whether he is of a department.
    expect(admit('token of 3', 'token').refusal).toBeNull();
    expect(admit('tax somebody', 'department').refusal).toBeNull();
    first?.leave();
    expect(admit('public 3', 'public').refusal).toBeNull();
    expect(admit('tax somebody', 'department').refusal).toBeNull();
    expect(admit('tax somebody', 'department').refusal?.code).toBe('OVERLOADED');
  });

  test('says what is left', () => {
    const admit = open(() => 0);
    const { headers } = admit('tax somebody', 'department');
    expect(headers).toEqual({
      'ratelimit-policy': '"requests";q=5;w=1',
      ratelimit: '"requests";r=4;t=1',
    });
    for (let count = 0; count < 9; count += 1) admit('tax somebody', 'department').leave();
    expect(admit('tax somebody', 'department').headers.ratelimit).toBe('"requests";r=0;t=1');
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
