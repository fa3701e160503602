import { Kind } from 'graphql';
import type { OperationDefinitionNode, SelectionNode } from 'graphql';

/** One variable that must have a value. */
export interface Condition {
  readonly variable: string;
  readonly value: boolean;
}

/** Conditions that must hold together; null if they never can. */
export type Conditions = readonly Condition[] | null;

/** The `@skip` and `@include` of a selection, added to those around it. */
export function conditionsOf(selection: SelectionNode, around: readonly Condition[]): Conditions {
  let conditions = around;
  for (const directive of selection.directives ?? []) {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') continue;
    const condition = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    const wanted = name === 'include';
    if (condition?.kind === Kind.BOOLEAN) {
      if (condition.value !== wanted) return null;
    } else if (condition?.kind === Kind.VARIABLE) {
      const variable = condition.name.value;
      const known = conditions.find((other) => other.variable === variable);
      if (known && known.value !== wanted) return null;
      if (!known) conditions = [...conditions, { variable, value: wanted }];
    }
  }
  return conditions;
}

/** Reads Boolean variables, with the defaults that an operation gives them. */
export function booleansOf(
  operation: OperationDefinitionNode,
): (variables: Readonly<Record<string, unknown>>, name: string) => boolean {
  const defaults = new Map<string, boolean>();
  for (const { variable, defaultValue } of operation.variableDefinitions ?? [])
    if (defaultValue?.kind === Kind.BOOLEAN) defaults.set(variable.name.value, defaultValue.value);
  return (variables, name) => {
    const value = variables[name] ?? defaults.get(name);
    return value === true;
  };
}

/** Every different way in which the fields of one operation are conditioned; each is evaluated once a request. */
export class Flags {
  readonly #alternatives: (readonly (readonly Condition[])[])[] = [];
  readonly #known = new Map<string, number>();

  /** The number of the flag that is up if any of the alternatives holds; -1 if one always does. */
  flagOf(alternatives: readonly (readonly Condition[])[]): number {
    if (alternatives.some((conditions) => conditions.length === 0)) return -1;
    const key = JSON.stringify(alternatives);
    let flag = this.#known.get(key);
    if (flag === undefined) {
      flag = this.#alternatives.push(alternatives) - 1;
      this.#known.set(key, flag);
    }
    return flag;
  }

  /** Which flags are up for one request; each is looked at when first asked for. */
  evaluate(isTrue: (name: string) => boolean): Evaluated {
    const known: boolean[] = [];
    return {
      isUp: (flag) =>
        (known[flag] ??= (this.#alternatives[flag] ?? []).some((conditions) =>
          conditions.every(({ variable, value }) => isTrue(variable) === value),
        )),
    };
  }
}

/** Flags for one request. */
export interface Evaluated {
  isUp(flag: number): boolean;
}
