import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { subsetOf } from '../../schema/public.ts';
import type { DecisionClass, PolicyTable } from '../../policies/index.ts';

/** The schema that a class sees under a table; what it can never get does not exist in it. */
export type VisibleSchemas = (cls: DecisionClass, table: PolicyTable) => GraphQLSchema;

/**
 * Makes visible schemas. What exists depends on the department alone, the public being one: agreements decide what
 * is given, not what there is.
 */
export function createVisibleSchemas(supergraph: string): VisibleSchemas {
  const schemas = new LRUCache<string, GraphQLSchema>({ max: 200 });
  return (cls, table) => {
    const key = `${table.version} ${cls.department ?? ''}`;
    let schema = schemas.get(key);
    if (schema === undefined) {
      const { sdl } = subsetOf(supergraph, (coordinate) => table.visible(cls, coordinate));
      schema = buildASTSchema(parse(sdl, { noLocation: true }));
      schemas.set(key, schema);
    }
    return schema;
  };
}
