import { readCalendar } from '../subgraphs/kit/calendar.ts';
import type { Department, Profile } from '../subgraphs/kit/department.ts';
import { migrate } from '../subgraphs/kit/migrate.ts';
import { type Database, type DatabaseOptions, openDatabase } from '../subgraphs/kit/store.ts';
import { useCalendar } from '../subgraphs/kit/working-days.ts';
import { Failure } from './failure.ts';

/** Ports on which departments listen unless told otherwise. */
export const defaultPorts: Readonly<Record<string, number>> = {
  customs: 4001,
  tax: 4002,
  fx: 4003,
  commerce: 4004,
  logistics: 4005,
  finance: 4006,
  credit: 4007,
};

/** The URL of a department's own database, if its environment variable names one. */
function databaseUrl(department: string): string | undefined {
  return process.env[`${department.toUpperCase().replaceAll('-', '_')}_DATABASE_URL`];
}

/** Migrates and fills a department's tables. */
export async function prepareDepartment(
  department: Department,
  database: Database,
  profile: Profile | null,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  await migrate(database, department.name, department.migrations);
  if (profile !== null) await department.seed(database, profile, progress);
}

/** Opened databases: a server for each department that names one, and one embedded for all the others. */
export interface Databases {
  readonly of: (department: string) => Promise<Database>;
  readonly close: () => Promise<void>;
}

/**
 * @param embedded where the embedded database stands, or the data folder that one in memory starts from
 * @param urlOf the server of a department, if it has one
 */
export function openDatabases(
  embedded: Pick<DatabaseOptions, 'folder' | 'template'>,
  urlOf: (department: string) => string | undefined = databaseUrl,
): Databases {
  const opened = new Map<string, Promise<Database>>();
  return {
    of: (department) => {
      const url = urlOf(department);
      const key = url ?? '';
      let database = opened.get(key);
      if (database === undefined) {
        database = openDatabase(url === undefined ? embedded : { url });
        opened.set(key, database);
      }
      return database;
    },
    close: async () => {
      const all = await Promise.allSettled(opened.values());
      for (const result of all) if (result.status === 'fulfilled') await result.value.close();
    },
  };
}

/**
 * Takes the operator's calendar of holidays, if `CPZ_CALENDAR` names one.
 * @throws Failure that says what is wrong with it
 */
export async function takeCalendar(file = process.env.CPZ_CALENDAR): Promise<void> {
  if (file === undefined || file === '') return;
  try {
    useCalendar(await readCalendar(file));
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), 78);
  }
}
