import { compileClientPaths } from '../execution/client-paths.ts';
import type { SubgraphClient } from '../execution/client.ts';
import { combine } from '../execution/combine.ts';
import { compileOverlaps } from '../execution/covering.ts';
import { compileFetch } from '../execution/fetch.ts';
import { compileProjector, type Projector } from '../execution/project/projector.ts';
import type { Step } from '../execution/run.ts';
import { allOf, compileSteps } from '../execution/steps.ts';
import type { TypeTest } from '../execution/types.ts';
import type { AuthorizedOperation, TicketSigner } from './compiled.ts';
import { fetchesOf, type PlanNode } from './plan-nodes.ts';
import { type Conditions, planWithin, type PlanSetting } from './within.ts';

/** What compiling a variant needs of the engine and of the operation. */
export interface VariantSetting extends PlanSetting {
  readonly subgraphs: readonly string[];
  readonly isSubtype: TypeTest;
  /** Bytes of an answer, at most. */
  readonly answerLength: number;
  readonly clientOf: (subgraph: string) => SubgraphClient;
}

/** An operation compiled under one set of conditions. */
export interface Variant {
  readonly subgraphs: readonly string[];
  readonly withheld: readonly string[];
  readonly plan: PlanNode | null;
  /** Whether `@fromContext` arguments depend on where an entity stands. */
  readonly hasContexts: boolean;
  readonly step: Step;
  readonly project: Projector;
}

const nothing: Step = () => Promise.resolve();

/**
 * Plans what may be fetched, has its tickets signed, and compiles plan and projection.
 * Throws if the operation cannot be planned.
 */
export async function compileVariant(
  operation: AuthorizedOperation,
  sign: TicketSigner,
  setting: VariantSetting,
  conditions: Conditions,
): Promise<Variant> {
  const { schema, keys } = setting;
  const { plan, beyondOf, effective, withheld } = await planWithin(operation, setting, conditions);
  const toClientPath = compileClientPaths(operation.requested, keys);
  const subgraphs = new Set<string>();
  const signing: Promise<void>[] = [];
  const ticketFor = (subgraph: string, document: string): { readonly text: string | null } => {
    const ticket: { text: string | null } = { text: null };
    const beyond = beyondOf(document).granted;
    if (Object.keys(beyond).length > 0) {
      signing.push(
        sign({ subgraph, document, beyond }).then((text) => {
          ticket.text = text;
        }),
      );
    }
    return ticket;
  };
  const fetches = plan === null ? [] : fetchesOf(plan);
  const overlapOf = compileOverlaps(fetches, setting.isSubtype);
  const step =
    plan === null
      ? nothing
      : compileSteps(plan, (together) => {
          const [{ node }] = together;
          subgraphs.add(node.serviceName);
          const steps = combine(together).map((combined) =>
            compileFetch(combined, {
              subgraph: node.serviceName,
              client: setting.clientOf(node.serviceName),
              isQuery: node.operationKind === 'query',
              overlapOf,
              ticket: ticketFor(node.serviceName, combined.document),
              isSubtype: setting.isSubtype,
              toClientPath,
            }),
          );
          return allOf(steps);
        });
  await Promise.all(signing);
  return {
    subgraphs: [...subgraphs],
    withheld: [...withheld].sort(),
    plan,
    hasContexts: fetches.some(({ contextRewrites }) => contextRewrites),
    step,
    project: compileProjector(effective, schema, keys, setting.answerLength),
  };
}
