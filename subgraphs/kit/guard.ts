import type { GraphQLResolveInfo, OperationDefinitionNode } from 'graphql';
import { type IMiddlewareTypeMap } from 'graphql-middleware';
import { rule, shield } from 'graphql-shield';
import type { GraphQLSchema } from 'graphql';
import type { RequestContext } from './context.ts';
import { inputsAsked, fieldsAsked } from './demand.ts';
import { Refusal } from './refusal.ts';
import { decideFields, decideInputs, type Verdict } from './verdict.ts';

/**
 * Shield's middleware for the root fields of a schema, `_entities` and `_service` included: the whole operation is
 * decided against the table in force before any root field is resolved; what no rule speaks of is denied.
 * Other types keep their resolvers bare: shield would make each of their fields asynchronous.
 */
export function guardRoots(schema: GraphQLSchema): IMiddlewareTypeMap {
  const decide = createDecider();
  const wholeOperation = rule({ cache: 'no_cache' })(
    (_parent, _args, context: RequestContext, info: GraphQLResolveInfo) => decide(context, info),
  );
  const noRule = rule({ cache: 'no_cache' })(
    () => new Refusal('POLICY_DENIED', 'No rule speaks of this field.'),
  );
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => type ?? []);
  const tree = Object.fromEntries(
    roots.map((type) => {
      const fields = Object.keys(type.getFields()).filter((field) => field !== '_service');
      return [type.name, Object.fromEntries(fields.map((field) => [field, wholeOperation]))];
    }),
  );
  const middleware: unknown = shield(tree, {
    fallbackRule: noRule,
    fallbackError: new Refusal('POLICY_DENIED', 'No rule permits this field.'),
    allowExternalErrors: true,
  }).generate(schema);
  const guarded = middleware as Readonly<Record<string, IMiddlewareTypeMap[string]>>;
  return Object.fromEntries(
    roots.flatMap(({ name }) => {
      const fields = guarded[name];
      return fields === undefined ? [] : [[name, fields]];
    }),
  );
}

/** Decides an operation once for each decision class, table and ticket; arguments in variables each time. */
function createDecider(): (context: RequestContext, info: GraphQLResolveInfo) => true | Refusal {
  const known = new WeakMap<OperationDefinitionNode, Map<string, Verdict>>();
  return (context, info) => {
    let verdicts = known.get(info.operation);
    if (verdicts === undefined) known.set(info.operation, (verdicts = new Map<string, Verdict>()));
    const beyond = Object.keys(context.beyond).sort().join();
    const key = `${context.table.version} ${context.cls.key} ${beyond}`;
    let verdict = verdicts.get(key);
    if (verdict === undefined) {
      if (verdicts.size >= 1000) verdicts.clear();
      verdict = decideFields(fieldsAsked(info), context);
      verdicts.set(key, verdict);
    }
    context.effects = verdict.effects;
    return verdict.refusal ?? decideInputs(inputsAsked(info), context) ?? true;
  };
}
