import type { Passports } from '../identity/passports.ts';
import type { ExecutionContext } from '../plan/compiled.ts';
import type { FetchedStage, Planned } from './stages.ts';

/** Asks the departments, each with a passport of its own. */
export function fetch(planned: Planned, passports: Passports): Promise<FetchedStage> {
  const { principal, table } = planned.authorized.parsed.identified;
  const context = contextOf(planned, (subgraph) => passports(principal, subgraph, table.version));
  return planned.compiled.fetch(context).then((fetched) => ({ planned, fetched }));
}

/** What the compiled operation is given for this request. */
export function contextOf(
  { authorized }: Planned,
  headersFor: ExecutionContext['headersFor'],
): ExecutionContext {
  const { variables, identified } = authorized.parsed;
  const { signal, deadline, requestId } = identified.arrived;
  return { variables, headersFor, requestId, signal, deadline, asker: identified.asker };
}
