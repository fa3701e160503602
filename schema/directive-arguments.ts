import { type ConstDirectiveNode, type ConstValueNode, Kind } from 'graphql';

/** The value of an argument of a directive that may be absent. */
export function argumentOf(
  directive: ConstDirectiveNode | undefined,
  name: string,
): ConstValueNode | undefined {
  return directive?.arguments?.find((argument) => argument.name.value === name)?.value;
}

/** The text of a string literal; null for anything else. */
export function stringOf(value: ConstValueNode | undefined): string | null {
  return value?.kind === Kind.STRING ? value.value : null;
}

/** The texts of a list of string literals; a lone string counts as a list of one, as GraphQL coerces it. */
export function stringList(value: ConstValueNode | undefined): string[] {
  if (value?.kind === Kind.STRING) return [value.value];
  return value?.kind === Kind.LIST
    ? value.values.flatMap((item) => (item.kind === Kind.STRING ? [item.value] : []))
    : [];
}
