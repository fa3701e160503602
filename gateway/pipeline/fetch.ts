import type { Passports } from '../identity/passports.ts';
import type { ExecutionContext, Fetched } from '../plan/compiled.ts';
import type { Planned } from './stages.ts';

/** Asks the departments, each with a passport of its own. */
export function fetch(planned: Planned, passports: Passports): Promise<Fetched> {
  const { principal, table } = planned.authorized.parsed.identified;
  const context = contextOf(planned, (subgraph) => passports(principal, subgraph, table.version));
  return planned.compiled.fetch(context);
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
