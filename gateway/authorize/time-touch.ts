import { type GraphQLSchema, isObjectType } from 'graphql';
import type { Condition, DecisionClass, PolicyTable } from '../../policies/index.ts';
import { concreteTypes, fieldType } from '../plan/fields.ts';
import type { AskedField } from './rewrite.ts';

/** How conditions on time touch a document: not at all, by the day (`$today`) or by the instant (`$now`). */
export type TimeTouch = 'none' | 'day' | 'instant';

/** Levels of types below an answer's own that may decide what is in it: a connection's edges, and their rows. */
const levelsBelow = 2;

/**
 * Looks at every condition that can decide what is in an answer: those on the fields asked for, and those by which
 * rows exist, of the types asked for and of those that lie just below (a connection's count is that of its rows).
 */
export function timeTouch(
  asked: readonly AskedField[],
  api: GraphQLSchema,
  table: PolicyTable,
  cls: DecisionClass,
): TimeTouch {
  /** Types whose conditions count, each with how far below it has been looked. */
  const types = new Map<string, number>();
  const addType = (typeName: string, levels: number): void => {
    if ((types.get(typeName) ?? -1) >= levels) return;
    types.set(typeName, levels);
    const type = api.getType(typeName);
    if (levels === 0 || !isObjectType(type)) return;
    for (const field of Object.keys(type.getFields())) addReturned(typeName, field, levels - 1);
  };
  const addReturned = (typeName: string, field: string, levels: number): void => {
    const type = fieldType(api.getType(typeName), field);
    for (const concrete of concreteTypes(type, api)) addType(concrete, levels);
  };
  const conditions: (boolean | Condition | null)[] = [];
  for (const { typeName, field } of asked) {
    const { allow, mask } = table.decide(cls, `${typeName}.${field}`).effect;
    conditions.push(allow, mask?.when ?? null);
    addType(typeName, 0);
    addReturned(typeName, field, levelsBelow);
  }
  for (const typeName of types.keys()) conditions.push(table.rowsOf(cls, typeName));
  const text = JSON.stringify(conditions);
  return text.includes('"$now"') ? 'instant' : text.includes('"$today"') ? 'day' : 'none';
}
