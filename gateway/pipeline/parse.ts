import { createHash } from 'node:crypto';
import {
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse as parseDocument,
  specifiedRules,
  validate,
  type DocumentNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { VisibleSchemas } from '../authorize/visible-schema.ts';
import { type ErrorCode, RequestRefused } from '../errors.ts';
import { checkComplexity, type ComplexityLimits } from '../limits/complexity.ts';
import { createCostCompiler } from '../limits/cost/compile-cost.ts';
import type { CostModel } from '../limits/cost/cost-model.ts';
import { exceeded } from '../limits/exceeded.ts';
import { checkNesting, checkText } from '../limits/text.ts';
import type { ValidDocument } from '../authorize/valid-document.ts';
import type { Asked, Identified, Parsed } from './stages.ts';

/**
 * Parses and validates the document that a request asks for.
 * @throws RequestRefused when it is not right
 */
export type ReadDocument = (identified: Identified, text: string) => ValidDocument;

/** Checks a request's document and variables. */
export type Parse = (asked: Asked) => Parsed;

/** A document as it was read for each of the schemas that principals see. */
interface InSchemas {
  readonly hash: string;
  readonly inSchema: WeakMap<GraphQLSchema, ValidDocument | RequestRefused>;
}

const mostErrors = 20;

/** Makes the reader. A document is parsed and validated once for each schema that principals see. */
export function createReader(
  schemas: VisibleSchemas,
  limits: ComplexityLimits,
  costs: CostModel,
): ReadDocument {
  const compileCost = createCostCompiler(costs, limits.listSize);
  const documents = new LRUCache<string, InSchemas>({ max: 2_000 });
  return (identified, query) => {
    const { arrived, cls, table } = identified;
    const schema = schemas(cls, table);
    const { operationName } = arrived;
    // With its length, so that no name and text together read as another's.
    const named = operationName === null ? ':' : `${operationName.length}:${operationName}`;
    const key = named + query;
    let document = documents.get(key);
    if (document === undefined) {
      const hash = createHash('sha256').update(key).digest('base64url');
      document = { hash, inSchema: new WeakMap() };
      documents.set(key, document);
    }
    let valid = document.inSchema.get(schema);
    if (valid === undefined) {
      const fresh = readDocument(query, operationName, schema, limits);
      valid =
        fresh instanceof RequestRefused
          ? fresh
          : { ...fresh, hash: document.hash, costOf: compileCost(fresh, schema) };
      document.inSchema.set(schema, valid);
    }
    if (valid instanceof RequestRefused) throw valid;
    return valid;
  };
}

/** Makes the step: the document is read, its variables and their cost are checked for each request. */
export function createParse(
  read: ReadDocument,
  schemas: VisibleSchemas,
  limits: ComplexityLimits,
): Parse {
  return ({ identified, text }) => {
    const { arrived, cls, table } = identified;
    const valid = read(identified, text);
    if (valid.operation.operation !== OperationTypeNode.QUERY && arrived.method === 'GET') {
      throw new RequestRefused('BAD_USER_INPUT', 'GET is for queries; send a mutation by POST.');
    }
    const variables = coerce(valid, arrived.variables, schemas(cls, table), limits);
    const cost = valid.costOf(variables);
    if (cost > limits.cost) throw exceeded('cost', limits.cost, cost, 'of cost');
    return { identified, valid, variables };
  };
}

function readDocument(
  query: string,
  operationName: string | null,
  schema: GraphQLSchema,
  limits: ComplexityLimits,
): Omit<ValidDocument, 'hash' | 'costOf'> | RequestRefused {
  let document: DocumentNode;
  try {
    const excess = checkText(query, limits);
    if (excess !== null) return excess;
    document = parseDocument(query);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return refuse('GRAPHQL_PARSE_FAILED', [error]);
  }
  const operation = operationOf(document, operationName);
  if (operation instanceof RequestRefused) return operation;
  const excess = checkComplexity(document, operation, limits);
  if (excess !== null) return excess;
  const errors = validate(schema, document, specifiedRules, { maxErrors: mostErrors });
  if (errors.length > 0) return refuse('GRAPHQL_VALIDATION_FAILED', errors);
  const definitions = document.definitions.filter(
    (definition) => definition === operation || definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  return { document: { ...document, definitions }, operation };
}

function operationOf(
  document: DocumentNode,
  name: string | null,
): OperationDefinitionNode | RequestRefused {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const chosen =
    name === null
      ? operations.length === 1
        ? operations[0]
        : undefined
      : operations.find((operation) => operation.name?.value === name);
  if (chosen === undefined) {
    const why =
      name === null && operations.length > 1
        ? 'The document has several operations: name one in "operationName".'
        : `The document has no operation${name === null ? '' : ' of the name that "operationName" gives'}.`;
    return new RequestRefused('BAD_USER_INPUT', why);
  }
  if (chosen.operation === OperationTypeNode.SUBSCRIPTION) {
    return new RequestRefused('BAD_USER_INPUT', 'Subscriptions are not served here.');
  }
  return chosen;
}

function coerce(
  { operation }: ValidDocument,
  given: Readonly<Record<string, unknown>>,
  schema: GraphQLSchema,
  { nesting }: ComplexityLimits,
): Readonly<Record<string, unknown>> {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return {};
  const excess = checkNesting(given, nesting);
  if (excess !== null) throw excess;
  const { errors, coerced } = getVariableValues(schema, definitions, given, {
    maxErrors: mostErrors,
  });
  if (errors !== undefined) throw refuse('BAD_USER_INPUT', errors);
  return coerced;
}

/** The words of validation about directives with which other servers answer in pieces. */
const isPiecemeal = /^Unknown directive "@(defer|stream)"/;

function refuse(code: ErrorCode, errors: readonly GraphQLError[]): RequestRefused {
  return new RequestRefused(
    code,
    errors.map(({ message, locations }) => ({
      message: isPiecemeal.test(message)
        ? `${message} Answers come in one piece here: ask without it.`
        : message,
      ...(locations === undefined ? {} : { locations }),
    })),
  );
}
