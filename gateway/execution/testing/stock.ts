import { ApolloGateway } from '@apollo/gateway';
import { type ExecutionResult, parse } from 'graphql';
import type { TestHouse } from './house.ts';

/** The executor of `@apollo/gateway` over a test's house. */
export interface StockGateway {
  readonly run: (
    source: string,
    variables?: Readonly<Record<string, unknown>>,
  ) => Promise<ExecutionResult>;
  readonly close: () => Promise<void>;
}

/** Readies the stock executor; the test closes it before the house. */
export async function openStock({ supergraph, engine }: TestHouse): Promise<StockGateway> {
  const silent = (): void => undefined;
  const logger = { debug: silent, info: silent, warn: silent, error: silent };
  const gateway = new ApolloGateway({ supergraphSdl: supergraph, logger });
  const { executor } = await gateway.load();
  return {
    run: async (source, variables = {}) => {
      const document = parse(source);
      const [operation] = document.definitions;
      const answer = await executor({
        document,
        request: { query: source, variables },
        operationName: null,
        queryHash: source,
        context: {},
        metrics: {},
        overallCachePolicy: {},
        schema: engine.schema,
        operation,
        logger,
        cache: new Map(),
      } as never);
      return JSON.parse(JSON.stringify(answer)) as ExecutionResult;
    },
    close: () => gateway.stop(),
  };
}
