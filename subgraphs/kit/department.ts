import type { Resolvers } from './context.ts';
import type { Database } from './store.ts';

/** How much synthetic data a department is filled with. */
export type Profile = 'small' | 'medium' | 'large';

/** A department: what its folder fills in. */
export interface Department {
  /** Name of the subgraph, of its contract in `schema/` and of its schema in the database. */
  readonly name: string;
  /** Folder of migrations, ending in `/`. */
  readonly migrations: URL;
  readonly resolvers: Resolvers;
  /** Fills the tables with the synthetic zone; does nothing when the profile stands there already. */
  readonly seed: (
    database: Database,
    profile: Profile,
    progress: (done: number, total: number) => void,
  ) => Promise<void>;
}
