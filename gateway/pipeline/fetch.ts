import type { Passports } from '../identity/passports.ts';
import type { ExecutionContext, SubgraphHeaders } from '../plan/compiled.ts';
import { askerOf } from './asker.ts';
import type { FetchedStage, Planned } from './stages.ts';

/** Asks the departments, each with a passport of its own. */
export async function fetch(planned: Planned, passports: Passports): Promise<FetchedStage> {
  const { principal, table, arrived } = planned.authorized.parsed.identified;
  const headersOf = (passport: string): SubgraphHeaders => ({
    'gateway-passport': passport,
    'request-id': arrived.requestId,
  });
  const context = contextOf(planned, (subgraph) => {
    const passport = passports(principal, subgraph, table.version);
    return typeof passport === 'string' ? headersOf(passport) : passport.then(headersOf);
  });
  return { planned, fetched: await planned.compiled.fetch(context) };
}

/** What the compiled operation is given for this request. */
export function contextOf(
  { authorized }: Planned,
  headersFor: ExecutionContext['headersFor'],
): ExecutionContext {
  const { variables, identified } = authorized.parsed;
  const { signal, deadline } = identified.arrived;
  return { variables, headersFor, signal, deadline, asker: askerOf(identified) };
}
