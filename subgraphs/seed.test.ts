import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { departments } from './index.ts';
import { migrate } from './kit/migrate.ts';
import type { Database } from './kit/store.ts';
import { testDatabase } from './kit/testing/database.ts';
import { zoneTemplate } from './testing/zone.ts';

let database: Database;
beforeAll(async () => {
  // The template was filled so, too; on a server it is done here.
  database = await testDatabase(zoneTemplate);
  for (const department of departments) {
    await migrate(database, department.name, department.migrations);
    await department.seed(database, 'small', () => undefined);
  }
}, 60_000);
afterAll(() => database.close());

const counted = z.object({ rows: z.array(z.object({ n: z.coerce.number() })).length(1) });

/** How many rows a condition holds for. */
async function count(from: string): Promise<number> {
  const { rows } = counted.parse(
    await database.db.execute(sql.raw(`SELECT count(*) AS n FROM ${from}`)),
  );
  return rows[0]?.n ?? Number.NaN;
}

describe('departments filled apart', () => {
  test.each([
    ['commerce.enterprises', 60],
    ['commerce.platforms', 5],
    ['commerce.parks', 6],
    ['commerce.orders', 2000],
    ['finance.payments', 1999],
    ['customs.enterprises', 60],
    ['tax.taxpayers', 60],
    ['fx.profiles', 60],
    ['logistics.operators', 5],
  ])('hold as many %s as the small profile has', async (table, expected) => {
    expect(await count(table)).toBe(expected);
  });

  test.each([
    [
      'an order',
      'commerce.orders o LEFT JOIN commerce.enterprises e ON e.uscc = o.seller_uscc WHERE e IS NULL',
    ],
    [
      'an order',
      'commerce.orders o LEFT JOIN commerce.platforms p USING (ebp_code) WHERE p IS NULL',
    ],
    [
      'a payment',
      'finance.payments p LEFT JOIN commerce.orders o USING (ebp_code, order_no) WHERE o IS NULL',
    ],
    [
      'a waybill',
      'logistics.waybills w LEFT JOIN commerce.orders o USING (ebp_code, order_no) WHERE o IS NULL',
    ],
    [
      'a waybill',
      'logistics.waybills w LEFT JOIN logistics.operators o USING (logistics_code) WHERE o IS NULL',
    ],
    [
      'an event',
      'logistics.tracking_events t LEFT JOIN logistics.waybills w USING (logistics_code, logistics_no) WHERE w IS NULL',
    ],
    [
      'a list',
      'customs.inventory_lists l LEFT JOIN commerce.orders o USING (ebp_code, order_no) WHERE o IS NULL',
    ],
    [
      'a list',
      'customs.inventory_lists l LEFT JOIN customs.declarations d USING (entry_no) WHERE l.entry_no IS NOT NULL AND d IS NULL',
    ],
    [
      'a refund',
      'tax.refund_applications r LEFT JOIN customs.declarations d USING (entry_no) WHERE d IS NULL',
    ],
    [
      'an exemption',
      'tax.exemptions x LEFT JOIN customs.inventory_lists l USING (invt_no) WHERE l IS NULL',
    ],
    [
      'a settlement',
      'fx.settlements s LEFT JOIN finance.payments p USING (pay_code, pay_transaction_id) WHERE p IS NULL',
    ],
    [
      'a match',
      'fx.declaration_matches m LEFT JOIN customs.declarations d USING (entry_no) WHERE d IS NULL',
    ],
    ['a profile', 'fx.profiles f LEFT JOIN commerce.enterprises e USING (uscc) WHERE e IS NULL'],
  ])('agree on what %s refers to', async (_what, orphans) => {
    expect(await count(orphans)).toBe(0);
  });

  test('agree on what was ordered, paid, declared and carried, but for what is planted', async () => {
    const paid =
      'commerce.orders o JOIN finance.payments p USING (ebp_code, order_no) WHERE abs(p.amount_paid - o.actual_paid) > 0.01';
    const declared =
      'commerce.orders o JOIN customs.inventory_lists l USING (ebp_code, order_no) WHERE l.declared_value <> o.goods_value';
    const summed =
      'customs.declarations d WHERE d.declared_value <> (SELECT sum(declared_quantity * declared_price) FROM customs.declaration_lines c WHERE c.entry_no = d.entry_no)';
    const lines =
      'commerce.orders o WHERE o.goods_value <> (SELECT sum(total_price) FROM commerce.order_lines l WHERE l.ebp_code = o.ebp_code AND l.order_no = o.order_no)';
    expect(await count(paid)).toBe(3);
    for (const rows of [declared, summed, lines]) expect(await count(rows)).toBe(0);
  });

  test('close nothing before it is released, and sum up only what was released', async () => {
    expect(await count('customs.declarations WHERE closed_at < released_at')).toBe(0);
    expect(
      await count("customs.declarations WHERE (state = 'CLOSED') <> (closed_at IS NOT NULL)"),
    ).toBe(0);
    expect(
      await count('customs.inventory_lists WHERE entry_no IS NOT NULL AND released_at IS NULL'),
    ).toBe(0);
    for (const status of ['REVIEW', 'REJECTED', 'RETURNED', 'RELEASED']) {
      expect(await count(`customs.inventory_lists WHERE status = '${status}'`)).toBeGreaterThan(0);
    }
  });

  test('have goods delivered with a full track, and goods on their way with part of one', async () => {
    const events =
      '(SELECT count(*) FROM logistics.tracking_events t WHERE t.logistics_code = w.logistics_code AND t.logistics_no = w.logistics_no)';
    expect(await count(`logistics.waybills w WHERE status = 'DELIVERED' AND ${events} < 4`)).toBe(
      0,
    );
    expect(await count(`logistics.waybills w WHERE status = 'IN_TRANSIT' AND ${events} > 4`)).toBe(
      0,
    );
    expect(await count(`logistics.waybills w WHERE ${events} = 0`)).toBe(0);
    expect(
      await count("logistics.waybills WHERE status IN ('HELD', 'RETURNED', 'IN_TRANSIT')"),
    ).toBeGreaterThan(20);
    expect(
      await count("logistics.waybills WHERE (status = 'DELIVERED') <> (delivered_at IS NOT NULL)"),
    ).toBe(0);
  });

  test('find one refund claimed twice and one on departure that was not settled in time', async () => {
    const twice =
      '(SELECT entry_no FROM tax.refund_applications GROUP BY entry_no HAVING count(*) > 1) t';
    const unsettled =
      "tax.refund_applications WHERE on_departure AND settled_on IS NULL AND received_at < '2026-01-01'";
    expect(await count(twice)).toBe(1);
    expect(await count(unsettled)).toBe(1);
    expect(await count('tax.refund_applications WHERE rate NOT IN (0, 6, 9, 13)')).toBe(0);
    expect(await count('tax.refund_applications WHERE decided_at < received_at')).toBe(0);
  });

  test('find two enterprises whose money does not fit their goods', async () => {
    const misfits =
      'fx.profiles WHERE funds_to_goods NOT BETWEEN 0.6 AND 1.4 AND export_declared + import_declared > 1000000';
    expect(await count(misfits)).toBe(2);
    expect(
      await count(
        'fx.profiles WHERE difference <> (import_declared + receipts) - (export_declared + payments)',
      ),
    ).toBe(0);
  });
});
