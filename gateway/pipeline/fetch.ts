import type { Passports } from '../identity/passports.ts';
import type { ExecutionContext } from '../plan/compiled.ts';
import type { FetchedStage, Planned } from './stages.ts';

/** Asks the departments, each with a passport of its own. */
export async function fetch(planned: Planned, passports: Passports): Promise<FetchedStage> {
  const { compiled } = planned;
  const { principal, table, arrived } = planned.authorized.parsed.identified;
  const headers = new Map(
    await Promise.all(
      compiled.subgraphs.map(async (subgraph) => {
        const passport = await passports(principal, subgraph, table.version);
        return [
          subgraph,
          { 'gateway-passport': passport, 'request-id': arrived.requestId },
        ] as const;
      }),
    ),
  );
  const context = contextOf(planned, (subgraph) => headers.get(subgraph) ?? {});
  return { planned, fetched: await compiled.fetch(context) };
}

/** What the compiled operation is given for this request. */
export function contextOf(
  { authorized }: Planned,
  headersFor: ExecutionContext['headersFor'],
): ExecutionContext {
  const { variables, identified } = authorized.parsed;
  const { signal, deadline } = identified.arrived;
  return { variables, headersFor, signal, deadline };
}
