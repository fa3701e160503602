import { Kind, type TypeNode } from 'graphql';

/** The innermost type's name: `Order` of `[Order!]!`. */
export function typeName(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : typeName(type.type);
}
