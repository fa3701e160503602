import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import type { Clock, DecisionClass, PolicyTable, Principal } from '../../policies/index.ts';
import { RequestRefused } from '../errors.ts';
import type { ValidDocument } from './valid-document.ts';
import type { AuthorizedOperation } from '../plan/compiled.ts';
import { createEffects } from './effects.ts';
import { createGrants } from './grants.ts';
import { checkInputs, type VariableUse } from './inputs.ts';
import { introspectionOf } from './introspection.ts';
import { rewrite } from './rewrite.ts';
import { timeTouch, type TimeTouch } from './time-touch.ts';

/** What was decided about a document for a class: what goes on record. */
export interface DocumentFacts {
  readonly released: readonly string[];
  readonly masked: readonly string[];
  readonly denied: readonly string[];
  /** Agreements and disclosures that the answer relies on. */
  readonly agreements: readonly string[];
}

/** A document decided for a class under a table. */
export interface AuthorizedDocument {
  readonly operation: AuthorizedOperation;
  readonly facts: DocumentFacts;
  /** How conditions on time decide what is in the answer. */
  readonly timeTouch: TimeTouch;
  /** @throws RequestRefused `POLICY_ARGUMENT_DENIED` when a variable holds an input field that may not be given */
  readonly checkVariables: (variables: Readonly<Record<string, unknown>>) => void;
}

/** What a document is decided by. */
export interface AuthorizationSetting {
  /** The API schema of the whole graph. */
  readonly api: GraphQLSchema;
  /** The schema that the class sees. */
  readonly visible: GraphQLSchema;
  readonly table: PolicyTable;
  readonly cls: DecisionClass;
  /** Somebody of the class: what conditions and masks look at is the same for all of it. */
  readonly principal: Principal;
  readonly pseudonymKey: string;
  /** What `$now` is. */
  readonly clock: Clock;
}

/**
 * Decides every field of a document on the concrete types that it can fall on, and every argument by what it reads.
 * @throws RequestRefused `POLICY_ARGUMENT_DENIED` naming the argument and what it would let the caller infer
 */
export function authorizeDocument(
  valid: ValidDocument,
  setting: AuthorizationSetting,
): AuthorizedDocument {
  const { api, visible, table, cls } = setting;
  const effects = createEffects(setting);
  const { permitted, asked, needed } = rewrite(valid, api, table, effects);
  const open = asked.filter(({ typeName, field }) => effects.of(typeName, field).kind !== 'deny');
  const decideInput = (coordinate: string): void => {
    const decision = table.decide(cls, coordinate);
    if (decision.effect.allow === true) return;
    throw new RequestRefused('POLICY_ARGUMENT_DENIED', `${coordinate}: ${decision.reason}`, {
      coordinate,
      reads: table.readsOf(coordinate),
      ...(cls.department === null
        ? {}
        : { owner: decision.owner, agreement: decision.wouldGrant[0] ?? null }),
    });
  };
  const uses: readonly VariableUse[] = checkInputs(open, api, decideInput);
  const introspection = introspectionOf(valid, visible);
  return {
    operation: {
      key: createHash('sha256')
        .update(`${valid.hash}\n${table.version}\n${cls.key}`)
        .digest('base64url'),
      requested: valid.document,
      permitted,
      effectOf: effects.of,
      subjectFields: table.subjectFields,
      seesType: (objectType) => table.rowsOf(cls, objectType) !== false,
      rowTestOf: effects.rowTestOf,
      grantFor: createGrants(table, needed),
      ...(introspection === null ? {} : { introspection }),
    },
    facts: factsOf(asked, effects.of, table, cls),
    timeTouch: timeTouch(asked, api, table, cls),
    checkVariables: (variables) => {
      for (const use of uses) use.check(variables, decideInput);
    },
  };
}

function factsOf(
  asked: readonly { readonly typeName: string; readonly field: string }[],
  effectOf: AuthorizedOperation['effectOf'],
  table: PolicyTable,
  cls: DecisionClass,
): DocumentFacts {
  const facts = {
    released: new Set<string>(),
    masked: new Set<string>(),
    denied: new Set<string>(),
    agreements: new Set<string>(),
  };
  for (const { typeName, field } of asked) {
    const coordinate = `${typeName}.${field}`;
    const { kind } = effectOf(typeName, field);
    if (kind === 'deny') facts.denied.add(coordinate);
    else {
      (kind === 'allow' ? facts.released : facts.masked).add(coordinate);
      for (const id of table.decide(cls, coordinate).reliesOn) facts.agreements.add(id);
    }
  }
  const { released, masked, denied, agreements } = facts;
  return {
    released: [...released].sort(),
    masked: [...masked].sort(),
    denied: [...denied].sort(),
    agreements: [...agreements].sort(),
  };
}
