import type { DocumentNode, GraphQLSchema } from 'graphql';
import { subsetOf } from '../../schema/public.ts';
import type { DecisionClass, PolicyTable } from '../../policies/index.ts';

/** The schema that a class sees under a table; what it can never get does not exist in it. */
export type VisibleSchemas = (cls: DecisionClass, table: PolicyTable) => GraphQLSchema;

/**
 * Makes visible schemas. What exists depends on the department alone, the public being one: agreements decide what
 * is given, not what there is.
 */
export function createVisibleSchemas(supergraph: DocumentNode): VisibleSchemas {
  const known = new WeakMap<PolicyTable, Map<string | null, GraphQLSchema>>();
  return (cls, table) => {
    let schemas = known.get(table);
    if (schemas === undefined)
      known.set(table, (schemas = new Map<string | null, GraphQLSchema>()));
    let schema = schemas.get(cls.department);
    if (schema === undefined) {
      schema = subsetOf(supergraph, (coordinate) => table.visible(cls, coordinate)).schema;
      schemas.set(cls.department, schema);
    }
    return schema;
  };
}
