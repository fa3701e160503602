import { departments } from '../index.ts';
import { migrate } from '../kit/migrate.ts';
import type { Database } from '../kit/store.ts';
import { databaseTemplate } from '../kit/testing/template.ts';

/** A ready data folder that holds all departments with the small profile. */
export function zoneTemplate(): Promise<Blob> {
  return databaseTemplate('zone', fill);
}

async function fill(database: Database): Promise<void> {
  for (const department of departments) {
    await migrate(database, department.name, department.migrations);
    await department.seed(database, 'small', () => undefined);
  }
}
