import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { readAsWritten } from '../policies.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = await readFile(path.join(root, 'docs/sharing-rules.md'), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const six = ['customs', 'tax', 'fx', 'commerce', 'logistics', 'finance'];

describe('the page of sharing rules', () => {
  test('speaks of every rule, and names a test of each that it calls enforced', () => {
    const rules = rows.filter(([, id]) => id?.startsWith('SH-'));
    const ids = Array.from(
      { length: 20 },
      (_, index) => `SH-${String(index + 1).padStart(2, '0')}`,
    );
    expect(rules.map(([, id]) => id)).toEqual(ids);
    const untested = rules.filter(
      ([, , , here, by]) =>
        here?.startsWith('enforced ') && !/\.(test\.ts|cases\.yaml)/.test(by ?? ''),
    );
    expect(untested.filter(([, , , here]) => here !== 'enforced by construction')).toEqual([]);
  });

  test('names files that are there', async () => {
    const named = [...text.matchAll(/`([\w./-]+\/[\w.-]+\.(?:ts|yaml))`/g)].map(
      ([, file]) => file ?? '',
    );
    expect(named.length).toBeGreaterThan(10);
    for (const file of named) await access(path.join(root, file));
  });

  test('says who may use which purpose as the register does', async () => {
    const { purposes } = await readAsWritten();
    const said = rows
      .filter(
        ([, who, list]) =>
          (who === 'each of the six' || /^[a-z]+$/.test(who ?? '')) && list?.startsWith('`'),
      )
      .flatMap(([, who, list]) =>
        (who === 'each of the six' ? six : [who ?? '']).flatMap((department) =>
          [...(list ?? '').matchAll(/`([A-Z_]+)`/g)].map(
            ([, code]) => `${department} ${code ?? ''}`,
          ),
        ),
      );
    const registered = purposes.flatMap(({ code, departments }) =>
      departments.map((department) => `${department} ${code}`),
    );
    expect(said.sort()).toEqual(registered.sort());
  });
});
