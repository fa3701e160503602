import type { OperationDefinitionNode } from 'graphql';
import { Kind, OperationTypeNode } from 'graphql';
import { compileClientPaths } from '../execution/client-paths.ts';
import type { SubgraphClient } from '../execution/client.ts';
import { combine } from '../execution/combine.ts';
import { compileFetch } from '../execution/fetch.ts';
import { booleansOf } from '../execution/project/conditions.ts';
import { compileProjector } from '../execution/project/projector.ts';
import { startRun } from '../execution/run.ts';
import type { Step } from '../execution/run.ts';
import { compileSteps } from '../execution/steps.ts';
import type { TypeTest } from '../execution/types.ts';
import type {
  AuthorizedOperation,
  CompiledOperation,
  ExecutionContext,
  Fetched,
  TicketSigner,
} from './compiled.ts';
import { planWithin, type PlanSetting } from './within.ts';

/** What compiling needs of the engine. */
export interface CompileSetting extends PlanSetting {
  readonly isSubtype: TypeTest;
  readonly clientOf: (subgraph: string) => SubgraphClient;
}

const NOTHING: Step = () => Promise.resolve();

/** Plans what may be fetched and compiles plan and projection. Throws if the operation cannot be planned. */
export async function compile(
  operation: AuthorizedOperation,
  sign: TicketSigner,
  setting: CompileSetting,
): Promise<CompiledOperation> {
  const { schema, keys } = setting;
  const definition = operationOf(operation);
  const { plan, beyondOf, effective, withheld } = planWithin(operation, setting);
  const toClientPath = compileClientPaths(operation.requested, keys);
  const isTrue = booleansOf(definition);
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
  const step =
    plan === null
      ? NOTHING
      : compileSteps(
          plan,
          (fetches) => {
            const [{ node }] = fetches;
            subgraphs.add(node.serviceName);
            const steps = combine(fetches).map((combined) =>
              compileFetch(combined, {
                subgraph: node.serviceName,
                client: setting.clientOf(node.serviceName),
                isQuery: node.operationKind === 'query',
                ticket: ticketFor(node.serviceName, combined.document),
                isSubtype: setting.isSubtype,
                toClientPath,
              }),
            );
            return async (run) => {
              await Promise.all(steps.map((each) => each(run)));
            };
          },
          (run, variable) => isTrue(run.context.variables, variable),
        );
  await Promise.all(signing);
  const project = compileProjector(effective, schema, keys);
  return {
    kind: definition.operation === OperationTypeNode.MUTATION ? 'mutation' : 'query',
    subgraphs: [...subgraphs],
    withheld: [...withheld].sort(),
    async fetch(context: ExecutionContext): Promise<Fetched> {
      const run = startRun(context);
      await step(run);
      return { data: run.data, errors: run.errors };
    },
    shape(fetched, context) {
      const projected = project({
        data: fetched.data,
        errors: fetched.errors,
        variables: context.variables,
      });
      const errors = [...fetched.errors, ...projected.errors];
      const data = `"data":${projected.text}`;
      return {
        body: errors.length === 0 ? `{${data}}` : `{"errors":${JSON.stringify(errors)},${data}}`,
        errors,
        subjects: projected.subjects,
      };
    },
    describe: () => plan,
  };
}

function operationOf(operation: AuthorizedOperation): OperationDefinitionNode {
  for (const definition of operation.requested.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) return definition;
  throw new Error('The document has no operation.');
}
