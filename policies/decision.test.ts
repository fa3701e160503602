import { describe, expect, test } from '@jest/globals';
import {
  compileTable,
  CurrentTable,
  type Decision,
  isAllowed,
  isDenied,
  maskFunction,
  type PolicySet,
  type Principal,
} from './index.ts';
import { agreement, policiesOf } from './testing/zone.ts';

const during = new Date('2026-01-01T00:00:00Z');

function of(department: string, purpose = 'REVIEW', ...roles: string[]): Principal {
  return { kind: 'department', subject: 'somebody', department, roles, purpose };
}

function decide(
  set: PolicySet,
  principal: Principal,
  coordinate: string,
  at: Date = during,
): Decision {
  const table = compileTable(set, at);
  return table.decide(table.classOf(principal), coordinate);
}

const naming = agreement('east-to-west', {
  grants: '  - { coordinates: [Person.name], allow: true }',
});

describe('a decision', () => {
  test('gives the owner what it owns, whatever it is', async () => {
    const set = await policiesOf({});
    expect(isAllowed(decide(set, of('east'), 'Person.born').effect)).toBe(true);
  });

  test('gives every department what is UNCONDITIONAL, and the public nothing of it', async () => {
    const set = await policiesOf({});
    expect(isAllowed(decide(set, of('west'), 'Person.id').effect)).toBe(true);
    expect(isDenied(decide(set, { kind: 'public' }, 'Person.id').effect)).toBe(true);
  });

  test('denies what is WITHHELD to all others, who do not see that it is there', async () => {
    const set = await policiesOf(naming);
    const table = compileTable(set, during);
    expect(isDenied(decide(set, of('west'), 'Person.born').effect)).toBe(true);
    expect(table.visible(table.classOf(of('west')), 'Person.born')).toBe(false);
    expect(table.visible(table.classOf(of('west')), 'Person.wealth')).toBe(true);
  });

  test('denies what no agreement gives', async () => {
    const { effect, steps } = decide(await policiesOf({}), of('west'), 'Person.name');
    expect(isDenied(effect)).toBe(true);
    expect(steps.at(-1)?.step).toBe(5);
  });

  test('gives what an agreement gives, to whom, for the purpose, naming itself', async () => {
    const set = await policiesOf(naming);
    const given = decide(set, of('west'), 'Person.name');
    expect(isAllowed(given.effect)).toBe(true);
    expect(given.reliesOn).toEqual(['east-to-west']);
    expect(given.steps[0]?.source).toMatch(/agreements\/east\/east-to-west\.yaml:\d+:\d+/);
    expect(isDenied(decide(set, of('north'), 'Person.name').effect)).toBe(true);
    expect(isDenied(decide(set, of('west', 'AUDIT'), 'Person.name').effect)).toBe(true);
  });

  test('asks for a role where the agreement does', async () => {
    const set = await policiesOf(
      agreement('east-to-west', {
        rest: 'roles: [chief]',
        grants: '  - { coordinates: [Person.name], allow: true }',
      }),
    );
    expect(isDenied(decide(set, of('west'), 'Person.name').effect)).toBe(true);
    expect(isAllowed(decide(set, of('west', 'REVIEW', 'chief'), 'Person.name').effect)).toBe(true);
  });

  test('asks for a case where the grant does, and says so', async () => {
    const set = await policiesOf(
      agreement('east-to-west', {
        grants:
          '  - { coordinates: [Person.name], allow: true, requires: case }\n  - { coordinates: [Person.rank], allow: true }',
      }),
    );
    const without = decide(set, of('west'), 'Person.name');
    expect(isDenied(without.effect)).toBe(true);
    expect(without.reason).toContain('under east-to-west, to those who name a case');
    expect(isAllowed(decide(set, of('west'), 'Person.rank').effect)).toBe(true);
    const withCase: Principal = { ...of('west'), caseReference: '7' } as Principal;
    expect(isAllowed(decide(set, withCase, 'Person.name').effect)).toBe(true);
    const table = compileTable(set, during);
    expect(table.classOf(withCase).key).not.toBe(table.classOf(of('west')).key);
    expect(table.classOf({ ...of('north'), caseReference: '7' } as Principal).key).toBe(
      table.classOf(of('north')).key,
    );
    expect(table.classOf(of('west', 'REVIEW', '?case')).key).toBe(table.classOf(of('west')).key);
  });

  test('gives nothing under an agreement that one side has not approved', async () => {
    const set = await policiesOf(
      agreement('east-to-west', {
        approvals: ['east'],
        grants: '  - { coordinates: [Person.name], allow: true }',
      }),
    );
    const { effect, reason } = decide(set, of('west'), 'Person.name');
    expect(isDenied(effect)).toBe(true);
    expect(reason).toContain('not yet approved');
  });

  test('joins grants: all before masked before nothing', async () => {
    const set = await policiesOf({
      ...agreement('east-masked', { grants: '  - { coordinates: [Person.name], mask: name }' }),
      ...agreement('east-some', {
        grants: '  - { coordinates: [Person.name], when: { active: true } }',
      }),
    });
    expect(decide(set, of('west'), 'Person.name').effect).toEqual({
      allow: { active: true },
      mask: { name: 'name', when: true },
    });
  });

  test('is never more open than what the field is computed from', async () => {
    const giving = agreement('west-to-north', {
      provider: 'west',
      recipient: 'north',
      grants: '  - { coordinates: [Person.score], allow: true }',
    });
    const without = await policiesOf(giving);
    expect(isDenied(decide(without, of('north'), 'Person.score').effect)).toBe(true);
    expect(decide(without, of('north'), 'Person.score').reason).toContain('Person.rank');
    const granted = await policiesOf({
      ...giving,
      ...agreement('east-to-west', {
        grants: '  - { coordinates: [Person.name], allow: true }',
        rest: 'derivations: [{ target: Person.score, from: [Person.rank] }]',
      }),
    });
    expect(isAllowed(decide(granted, of('north'), 'Person.score').effect)).toBe(true);
  });

  test('does not name a withheld source to those for whom it does not exist', async () => {
    const set = await policiesOf(
      agreement('east-to-west', { grants: '  - { coordinates: [Person.age], allow: true }' }),
    );
    const { effect, reason } = decide(set, of('west'), 'Person.age');
    expect(isDenied(effect)).toBe(true);
    expect(reason).not.toContain('born');
  });

  test('carries a mask over to what lets the masked value be inferred', async () => {
    const set = await policiesOf({
      ...agreement('east-masked', {
        grants:
          '  - { coordinates: [Person.name], mask: name }\n  - { coordinates: [Person.alias], allow: true }',
      }),
    });
    expect(decide(set, of('west'), 'Person.alias').effect).toEqual({
      allow: false,
      mask: { name: 'name', when: true },
    });
  });

  test('allows an argument only where all that it reads is given in full', async () => {
    const set = await policiesOf(
      agreement('east-masked', { grants: '  - { coordinates: [Person.name], mask: name }' }),
    );
    expect(isAllowed(decide(set, of('west'), 'Query.person(id:)').effect)).toBe(true);
    expect(isDenied(decide(set, of('west'), 'Query.person(name:)').effect)).toBe(true);
    expect(isAllowed(decide(set, of('east'), 'Query.person(name:)').effect)).toBe(true);
  });
});

describe('time', () => {
  const dated = agreement('east-to-west', {
    effective: '2026-03-01',
    rest: 'expires: 2026-04-01',
    grants: '  - { coordinates: [Person.name], allow: true }',
  });

  test.each([
    ['2026-02-28T15:59:59.999Z', false, 'begins on 2026-03-01'],
    ['2026-02-28T16:00:00Z', true, ''],
    ['2026-03-31T15:59:59.999Z', true, ''],
    ['2026-03-31T16:00:00Z', false, 'ended on 2026-04-01'],
  ])('at %s the agreement gives: %s', async (at, gives, why) => {
    const { effect, reason } = decide(
      await policiesOf(dated),
      of('west'),
      'Person.name',
      new Date(at),
    );
    expect(isAllowed(effect)).toBe(gives);
    expect(reason).toContain(why);
  });

  test('changes the table at its instant, and the table before is known for a while', async () => {
    const set = await policiesOf(dated);
    let now = new Date('2026-02-28T15:59:59Z');
    const current = new CurrentTable(set, () => now);
    const before = current.current;
    expect(before.nextChange).toEqual(new Date('2026-02-28T16:00:00Z'));
    now = new Date('2026-02-28T16:00:00Z');
    const after = current.current;
    expect(after.version).not.toBe(before.version);
    expect(isAllowed(after.decide(after.classOf(of('west')), 'Person.name').effect)).toBe(true);
    expect(current.accepts(before.version)).toBe(before);
    now = new Date('2026-02-28T16:00:11Z');
    expect(current.accepts(before.version)).toBe(before);
    now = new Date('2026-02-28T16:00:12Z');
    expect(current.accepts(before.version)).toBeNull();
    current.close();
  });

  test('is known as it will be just before its instant, to somebody whose clock is ahead', async () => {
    const set = await policiesOf(dated);
    const instant = new Date('2026-02-28T16:00:00Z');
    const { version } = compileTable(set, instant);
    let now = new Date('2026-02-28T15:59:57Z');
    const current = new CurrentTable(set, () => now);
    expect(current.accepts(version)).toBeNull();
    now = new Date('2026-02-28T15:59:58.500Z');
    expect(current.accepts(version)?.at).toEqual(instant);
    expect(current.current.version).not.toBe(version);
    current.close();
  });

  test('knows the documents before even when a table of the new ones has ended since', async () => {
    let now = new Date('2026-02-28T15:59:50Z');
    const current = new CurrentTable(await policiesOf({}), () => now);
    const before = current.current;
    current.replace(await policiesOf(dated));
    const replaced = current.current;
    now = new Date('2026-02-28T16:00:01Z');
    expect(current.accepts('another')).toBeNull();
    expect(current.accepts(replaced.version)).toBe(replaced);
    expect(current.accepts(before.version)).toBe(before);
    current.close();
  });

  test('keeps the table before as long as other documents are in force', async () => {
    let now = new Date('2026-03-02T00:00:00Z');
    const current = new CurrentTable(await policiesOf(dated), () => now);
    const before = current.current;
    current.replace(await policiesOf({}));
    now = new Date('2027-03-02T00:00:00Z');
    expect(current.accepts(before.version)).toBe(before);
    current.close();
  });

  test('makes no other table of the same documents in force', async () => {
    const set = await policiesOf(dated);
    const march = compileTable(set, new Date('2026-03-02T00:00:00Z'));
    expect(compileTable(set, new Date('2026-03-20T00:00:00Z')).version).toBe(march.version);
    const again = await policiesOf(dated);
    expect(compileTable(again, new Date('2026-03-02T00:00:00Z')).version).toBe(march.version);
  });
});

describe('masks', () => {
  const context = { department: 'west', purpose: 'REVIEW', key: 'a key' };
  test.each([
    ['name', '欧阳修远', '欧**'],
    ['last-four', '6222020200112233445', '***************3445'],
    ['phone', '13812345678', '138****5678'],
    ['district', '辽宁省沈阳市浑南区创新路1号', '辽宁省沈阳市浑南区'],
    ['month', '2026-03-17T08:30:00Z', '2026-03-01T00:00:00Z'],
    ['band(1000)', '1280.50', '1000.00'],
    ['band(10000,100000)', '42000.00', '10000.00'],
    ['round(100)', 1250, 1300],
    ['null', 'anything', null],
  ])('%s of %j is %j, and masking twice changes nothing', (mask, value, masked) => {
    const apply = maskFunction(mask, context);
    expect(apply(value)).toEqual(masked);
    expect(apply(masked)).toEqual(masked);
    expect(apply([value, null])).toEqual([masked, null]);
  });

  test('a pseudonym is one for one recipient and purpose, and cannot be joined with another', () => {
    const mine = maskFunction('pseudonym', context);
    const theirs = maskFunction('pseudonym', { ...context, department: 'north' });
    const elsewhere = maskFunction('pseudonym', { ...context, purpose: 'AUDIT' });
    const value = mine('somebody');
    expect(mine('somebody')).toBe(value);
    expect(mine(value)).toBe(value);
    expect(new Set([value, theirs('somebody'), elsewhere('somebody'), mine('another')]).size).toBe(
      4,
    );
    expect(theirs(value)).not.toBe(value);
  });

  test('give nothing of a value that they are not made for', () => {
    expect(maskFunction('band(10)', context)('no number')).toBeNull();
    expect(maskFunction('name', context)({ an: 'object' })).toBeNull();
  });
});
