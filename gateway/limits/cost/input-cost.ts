import {
  getNamedType,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { CostModel } from './cost-model.ts';

/** The cost of a value that was coerced to an input type, given what the argument or input field itself weighs. */
export type InputCost = (value: unknown, type: GraphQLInputType, weight?: number) => number;

/** Makes it: a leaf costs its type's weight, an input object one and its fields, a list the sum of its elements. */
export function createInputCost({ weights }: CostModel): InputCost {
  const costOf: InputCost = (value, type, weight) => {
    if (value === null || value === undefined) return 0;
    if (isNonNullType(type)) return costOf(value, type.ofType, weight);
    if (isListType(type)) {
      const elements: readonly unknown[] = Array.isArray(value) ? value : [value];
      return elements.reduce<number>((sum, each) => sum + costOf(each, type.ofType, weight), 0);
    }
    if (!isInputObjectType(type)) return weight ?? weights.get(type.name) ?? 0;
    let cost = weight ?? 1;
    const given = new Map(Object.entries(value));
    for (const field of Object.values(type.getFields())) {
      cost += costOf(given.get(field.name), field.type, weights.get(`${type.name}.${field.name}`));
    }
    return cost;
  };
  return costOf;
}

/** Whether no value of an input type costs anything, so that none need be looked at. */
export function createIsFree({ weights }: CostModel): (type: GraphQLInputType) => boolean {
  return (type) => {
    const named = getNamedType(type);
    return !isInputObjectType(named) && !weights.has(named.name);
  };
}
