import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLSchemaModule } from '@apollo/subgraph/dist/schema-helper/index.js';
import { type GraphQLSchema, Kind } from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import type { PolicySet } from '../../policies/index.ts';
import type { Contract } from '../../schema/load.ts';
import { scalars } from '../../schema/scalars/index.ts';
import type { Resolvers } from './context.ts';
import { guardRoots } from './guard.ts';
import { guardValues } from './effects.ts';

type ResolverMap = NonNullable<GraphQLSchemaModule['resolvers']>;

/**
 * A contract made executable: scalars that check what is served, the department's resolvers, guards on values,
 * and the root guard around all of it.
 * @param policies those in force and those before: a value that either masks has a guard
 */
export function executableSchema(
  contract: Contract,
  resolvers: Resolvers,
  policies: readonly PolicySet[],
): GraphQLSchema {
  const schema = buildSubgraphSchema({
    typeDefs: contract.document,
    // The map speaks of parents as `any`; a department's resolvers name theirs.
    resolvers: { ...scalarsOf(contract), ...resolvers } as unknown as ResolverMap,
  });
  guardValues(schema, policies);
  return applyMiddleware(schema, guardRoots(schema));
}

function scalarsOf({ document }: Contract): typeof scalars {
  const declared = new Set(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.SCALAR_TYPE_DEFINITION ? [definition.name.value] : [],
    ),
  );
  return Object.fromEntries(Object.entries(scalars).filter(([name]) => declared.has(name)));
}
