import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cp } from 'node:fs/promises';
import { decodeJwt } from 'jose';
import { policyFolder } from '../policies.ts';
import { cpz, type Ended } from '../testing/cpz.ts';

const program = fileURLToPath(new URL('../cpz.mjs', import.meta.url));

/** Runs the program itself, in a process of its own. */
function spawned(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      { env: { ...process.env, NODE_OPTIONS: '' } },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      },
    );
  });
}

let data: string;
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cpz-cli-'));
});
afterAll(() => rm(data, { recursive: true, force: true }));

describe('cpz', () => {
  test('starts, writes what it is asked for on standard output, and exits with 0', async () => {
    const { code, out, err } = await spawned('token', '-d', 'tax', '--data', data);
    expect(code).toBe(0);
    expect(decodeJwt(out.trim())).toMatchObject({ department: 'tax' });
    expect(err).toBe('');
  });

  test.each([
    [['token', '-d', 'treasury'], 2, 'There is no department "treasury"'],
    [['nonsense'], 1, "unknown command 'nonsense'"],
  ])('exits with a code of its own and writes on standard error: %j', async (args, exit, words) => {
    const { code, out, err } = await spawned(...args);
    expect(code).toBe(exit);
    expect(out).toBe('');
    expect(err).toContain(words);
  });

  test.each(['dev', 'gateway', 'subgraph', 'compose', 'seed', 'token', 'policy'])(
    '%s has help',
    async (command) => {
      const { code, out } = await cpz(command, '--help');
      expect(code).toBe(0);
      expect(out).toContain(`cpz ${command}`);
    },
  );

  test('says which commands there are when it is given another', async () => {
    const { code, err } = await cpz('nonsense');
    expect(code).not.toBe(0);
    expect(err).toContain("unknown command 'nonsense'");
  });
});

describe('cpz token', () => {
  test('prints a token that says whose it is', async () => {
    const { out } = await cpz(
      'token',
      '-d',
      'tax',
      '-r',
      'analyst',
      '-p',
      'REFUND_REVIEW',
      '--data',
      data,
    );
    expect(decodeJwt(out.trim())).toMatchObject({
      department: 'tax',
      roles: ['analyst'],
      purposes: ['REFUND_REVIEW'],
      aud: 'cpz-graph',
    });
  });

  test.each([
    [['-d', 'treasury'], 'There is no department "treasury"'],
    [['-d', 'tax', '-p', 'RISK_ANALYSIS'], 'tax may not use RISK_ANALYSIS'],
    [['-d', 'tax', '--minutes', 'many'], '--minutes takes a whole number'],
  ])('refuses %j in one line', async (args, message) => {
    const { code, err } = await cpz('token', ...args, '--data', data);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('cpz dev', () => {
  test('says in one line that its port is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, err } = await spawned('dev', '--port', String(port), '--data', data);
    server.close();
    expect(code).toBe(69);
    expect(err).toContain(`Port ${port} is in use.`);
  });

  test('says what is wrong in a policy file, and where', async () => {
    const policies = path.join(data, 'policies');
    await cp(policyFolder, policies, { recursive: true });
    const file = path.join(policies, 'agreements/fx/fx-to-tax-class.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('Enterprise.fxClass', 'Enterprise.fxKlass'));
    const { code, err } = await cpz('dev', '--port', '0', '--policies', policies, '--data', data);
    expect(code).not.toBe(0);
    expect(err).toMatch(/agreements\/fx\/fx-to-tax-class\.yaml:\d+:\d+ {2}COORDINATE_UNKNOWN/);
  });

  test('says in one line that its data is damaged', async () => {
    const damaged = path.join(data, 'damaged');
    await mkdir(path.join(damaged, 'departments/pgdata'), { recursive: true });
    await writeFile(path.join(damaged, 'departments/pgdata/PG_VERSION'), 'nonsense');
    const { code, err } = await spawned('dev', '--port', '0', '--data', damaged);
    expect(code).not.toBe(0);
    expect(err).toContain('Remove the folder');
  });
});

describe('cpz gateway', () => {
  test.each([
    [['--trust-proxy', '10.0.0.0/99'], 2, '--trust-proxy takes addresses and networks'],
    [['--public-trusted-only'], 2, '--public-trusted-only needs --trusted-documents'],
    [['--subgraph-ca', program], 66, 'has no certificates in PEM'],
    [['--limit', 'width=7'], 2, 'there is no limit "width"'],
    [['--limit', 'depth=-7'], 2, '--limit takes depth=number'],
    [
      ['--subgraph', 'treasury=http://127.0.0.1:1/'],
      78,
      'The supergraph has no subgraph "treasury"',
    ],
  ])('refuses %j in one line, and ends', async (args, expected, message) => {
    const { code, out, err } = await cpz('gateway', '--port', '0', ...args, '--data', data);
    expect({ code, out }).toEqual({ code: expected, out: '' });
    expect(err).toContain(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('cpz subgraph', () => {
  test('names the departments when it is given another', async () => {
    const { code, err } = await cpz('subgraph', 'treasury', '--data', data);
    expect(code).toBe(2);
    expect(err).toContain('Departments: commerce, credit, customs, finance, fx, logistics, tax.');
  });
});

describe('cpz compose', () => {
  test('finds the generated files fresh', async () => {
    expect(await cpz('compose', '--check')).toMatchObject({ code: 0 });
  });
});

describe('cpz policy', () => {
  test('explains a decision step by step', async () => {
    const { out } = await cpz(
      'policy',
      'explain',
      'Enterprise.fxClass',
      '-d',
      'tax',
      '-p',
      'REFUND_REVIEW',
    );
    expect(out).toContain('ALLOW  Enterprise.fxClass  to tax for REFUND_REVIEW');
    expect(out).toMatch(
      /step 4: the agreement fx-to-tax-class gives it in full {2}\(agreements\/fx\/.*:\d+:\d+\)/,
    );
  });

  test('says who can read a coordinate', async () => {
    const { out } = await cpz('policy', 'who-can', 'PaymentRecord.payerAccount', '--json');
    const { readings } = JSON.parse(out) as { readings: { department: string; effect: string }[] };
    expect(new Set(readings.map(({ department }) => department))).toEqual(
      new Set(['finance', 'commerce', 'oversight']),
    );
    expect(readings.find(({ department }) => department === 'commerce')?.effect).toBe('last-four');
  });

  test('shows a matrix, as a table and as CSV', async () => {
    const { out } = await cpz('policy', 'matrix', '-t', 'Order');
    expect(out).toContain('Order.actualPaid');
    const csv = await cpz('policy', 'matrix', '-t', 'Order', '--csv');
    expect(csv.out.split('\r\n')[0]).toBe(
      'coordinate,department,purpose,roles,case,effect,agreements',
    );
  });

  test('says who gains and who loses between two folders', async () => {
    const changed = path.join(data, 'changed');
    await cp(policyFolder, changed, { recursive: true });
    const file = path.join(changed, 'agreements/fx/fx-to-tax-class.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace('[REFUND_CLASSIFICATION, REFUND_REVIEW]', '[REFUND_REVIEW]'),
    );
    const loses = await cpz('policy', 'diff', policyFolder, changed, '--fail-on-gain');
    expect(loses.out).toContain(
      '- tax REFUND_CLASSIFICATION loses Enterprise.fxClass: allow  (fx-to-tax-class)',
    );
    expect(loses.code).toBe(0);
    const gains = await cpz('policy', 'diff', changed, policyFolder, '--fail-on-gain');
    expect(gains.out).toContain('+ tax REFUND_CLASSIFICATION gains Enterprise.fxClass');
    expect(gains.code).toBe(1);
    const none = await cpz('policy', 'diff', policyFolder, policyFolder);
    expect(none.out).toBe(
      'Nobody gains or loses anything.\nApprovals count as written here: signatures are not checked without --officers.\n',
    );
  });

  test('runs the examples beside the documents, and fails when one does not hold', async () => {
    const holds = await cpz('policy', 'test');
    expect(holds.out).toMatch(/^\d+ cases, \d+ expectations, 0 failed; \d+ ms\.\n$/);
    expect(holds.code).toBe(0);
    const folder = path.join(data, 'falsified');
    await cp(policyFolder, folder, { recursive: true });
    const file = 'agreements/fx/fx-to-tax-class.yaml';
    const text = await readFile(path.join(folder, file), 'utf8');
    await writeFile(path.join(folder, file), text.replace('REFUND_CLASSIFICATION, ', ''));
    const fails = await cpz('policy', 'test', '--policies', folder, '--json');
    expect(fails.code).toBe(1);
    const { failures } = JSON.parse(fails.out) as { failures: { what: string; file: string }[] };
    expect(failures).toContainEqual(
      expect.objectContaining({ what: 'Enterprise.fxClass', file: expect.stringMatching(/cases/) }),
    );
  });

  test('finds no errors in the shipped policies', async () => {
    const { code, out } = await cpz('policy', 'check');
    expect(code).toBe(0);
    expect(out).toContain('0 error(s)');
    expect(out).not.toContain('supergraph:1:1');
    expect(out).not.toContain('ARGUMENT_INFERS');
    const asked = await cpz('policy', 'who-can', 'Enterprise.taxGrade');
    expect(asked.out).toContain('Approvals count as written here');
  });

  test('finds an argument by which somebody would infer what they read on some rows alone, at its line in the contract', async () => {
    const folder = path.join(data, 'wider');
    await cp(policyFolder, folder, { recursive: true });
    const file = path.join(folder, 'agreements/commerce/commerce-to-tax-credit-reporting.yaml');
    const wider = '  - coordinates: [CreditRequest.requestNo]\n    allow: true\n';
    await writeFile(file, (await readFile(file, 'utf8')) + wider);
    const { code, out } = await cpz('policy', 'check', '--policies', folder);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^schema\/credit\.graphql:\d+:\d+  warning  ARGUMENT_INFERS  Query\.creditRequests\(overdue:\)/m,
    );
  });
});
