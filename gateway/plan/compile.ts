import { Kind, OperationTypeNode, visit } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { booleansOf } from '../execution/project/conditions.ts';
import { startRun } from '../execution/run.ts';
import type {
  AuthorizedOperation,
  CompiledOperation,
  ExecutionContext,
  Fetched,
  TicketSigner,
} from './compiled.ts';
import { keepSuccess } from './keep-success.ts';
import type { PlanKeysFor } from './keys.ts';
import { holding, type Overrides, rollsThatDiffer } from './overrides.ts';
import type { PlanNode } from './plan-nodes.ts';
import { compileVariant, type Variant, type VariantSetting } from './variant.ts';

/** What compiling needs of the engine. */
export interface CompileSetting extends Omit<VariantSetting, 'keys'> {
  readonly keysFor: PlanKeysFor;
  readonly overrides: Overrides;
  /** From 0, less than 1; decides which progressive `@override`s hold for a request. */
  readonly roll: () => number;
}

/** Variants of one operation that are kept; each is one plan. */
const MAX_VARIANTS = 32;

/**
 * Compiles an operation: once, or, where `@skip` or `@include` depends on variables or an `@override` is progressive,
 * once for each set of what they come to, when it is first asked for. Throws if the operation cannot be planned.
 */
export async function compile(
  operation: AuthorizedOperation,
  sign: TicketSigner,
  setting: CompileSetting,
  asker: string,
): Promise<CompiledOperation> {
  const definition = operationOf(operation);
  const keyed = { ...setting, keys: setting.keysFor(operation.requested) };
  const readBoolean = booleansOf(definition);
  const conditions = conditionVariables(operation.permitted);
  const labels = setting.overrides.labelsFor(operation.permitted);
  const variants = new LRUCache<string, Promise<Variant>>({ max: MAX_VARIANTS });
  const withheld = new Set<string>();
  const plans = new Map<string, PlanNode>();

  const variantFor = (
    variables: ExecutionContext['variables'],
    roll: number,
    waits = asker,
  ): Promise<Variant> => {
    const isTrue = (name: string): boolean => readBoolean(variables, name);
    const overrides = labels.length === 0 ? labels : holding(labels, roll);
    const key = [
      ...conditions.map((name) => (isTrue(name) ? name : `!${name}`)),
      ...overrides,
    ].join();
    const known = variants.get(key);
    if (known !== undefined) return known;
    const made = compileVariant(operation, sign, keyed, {
      isTrue,
      overrides,
      asker: waits,
    }).then((variant) => {
      for (const coordinate of variant.withheld) withheld.add(coordinate);
      if (variant.plan !== null && plans.size < MAX_VARIANTS) plans.set(key, variant.plan);
      return variant;
    });
    keepSuccess(variants, key, made);
    return made;
  };

  const only = conditions.length + labels.length === 0 ? await variantFor({}, 0) : null;
  return {
    kind: definition.operation === OperationTypeNode.MUTATION ? 'mutation' : 'query',
    subgraphs: only?.subgraphs ?? setting.subgraphs,
    get withheld() {
      return [...withheld].sort();
    },
    async ready(variables) {
      if (only !== null) return;
      for (const roll of rollsThatDiffer(labels)) await variantFor(variables, roll);
    },
    async fetch(context: ExecutionContext): Promise<Fetched> {
      const variant = only ?? (await variantFor(context.variables, setting.roll(), context.asker));
      const run = startRun(context, variant.hasContexts);
      await variant.step(run);
      return new FetchedBy(variant, run.data, run.errors);
    },
    shape(fetched, context) {
      if (!(fetched instanceof FetchedBy)) throw new Error('What is shaped was not fetched here.');
      const { data: found, errors: before } = fetched;
      const projected = fetched.variant.project({
        data: found,
        errors: before,
        variables: context.variables,
      });
      const errors = before.length === 0 ? projected.errors : [...before, ...projected.errors];
      return {
        body: errors.length === 0 ? projected.body : withErrors(projected.body, errors),
        errors,
        subjects: projected.subjects,
      };
    },
    describe: () => [...plans.values()],
  };
}

/** Errors stand before the data, where nobody overlooks them (specification, section 7.1). */
function withErrors(body: Buffer, errors: Fetched['errors']): Buffer {
  return Buffer.concat([Buffer.from(`{"errors":${JSON.stringify(errors)},`), body.subarray(1)]);
}

/** What a variant of an operation fetched; it alone can shape it. */
class FetchedBy implements Fetched {
  readonly variant: Variant;
  readonly data: Fetched['data'];
  readonly errors: Fetched['errors'];

  constructor(variant: Variant, data: Fetched['data'], errors: Fetched['errors']) {
    this.variant = variant;
    this.data = data;
    this.errors = errors;
  }
}

/** The variables that decide, in `@skip` and `@include`, what is asked for. */
function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given ?? [])
        if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names].sort();
}

function operationOf(operation: AuthorizedOperation): OperationDefinitionNode {
  for (const definition of operation.requested.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) return definition;
  throw new Error('The document has no operation.');
}
