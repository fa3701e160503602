import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  getNamedType,
  getNullableType,
  type GraphQLFieldResolver,
  type GraphQLNamedOutputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
} from 'graphql';
import { loadContracts } from '../../../schema/load.ts';

/** Elements of every list. */
const listLength = 3;

const texts: Readonly<Record<string, unknown>> = {
  Int: 7,
  Float: 0.25,
  Boolean: true,
  Money: '1200.00',
  Decimal: '0.25',
  Date: '2026-03-01',
  Instant: '2026-03-01T08:00:00Z',
};

interface Row {
  readonly __typename: string;
  readonly number: number;
}

/** A value of a type, the same each time; rows of a list differ in what is text. */
function valueOf(type: GraphQLOutputType, schema: GraphQLSchema, number: number): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    return Array.from({ length: listLength }, (_, index) =>
      valueOf(nullable.ofType, schema, number * listLength + index),
    );
  }
  const named: GraphQLNamedOutputType = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]?.value;
  if (isLeafType(named)) return texts[named.name] ?? `${named.name}-${number}`;
  const concrete = isAbstractType(named) ? schema.getPossibleTypes(named)[0] : named;
  return { __typename: concrete?.name ?? named.name, number } satisfies Row;
}

/** Resolves what a row holds, else makes a value up. */
export const madeUp: GraphQLFieldResolver<unknown, unknown> = (source, _args, _context, info) => {
  const row = (source ?? {}) as Partial<Row> & Readonly<Record<string, unknown>>;
  return row[info.fieldName] ?? valueOf(info.returnType, info.schema, row.number ?? 0);
};

/** The departments' contracts as schemas that take no passport and answer with made-up values. */
export async function departmentSchemas(): Promise<[string, GraphQLSchema][]> {
  const contracts = await loadContracts();
  return contracts.map(({ name, document }) => [name, buildSubgraphSchema({ typeDefs: document })]);
}
