import {
  type Clock,
  compileCondition,
  type CompiledCondition,
  type Condition,
  type Decision,
  type DecisionClass,
  isAllowed,
  isDenied,
  maskFunction,
  type PolicyTable,
  type Principal,
} from '../../policies/index.ts';
import type { Denial, FieldEffect, RowTest } from '../plan/compiled.ts';

/** What becomes of each field and row of an operation. */
export interface Effects {
  /**
   * The test that a row of an object type must pass to exist for the class; null when every row does, and for a type
   * of which every field is denied: what a mutation gives back says so field by field, all else is denied whole.
   */
  readonly rowTestOf: (objectType: string) => RowTest | null;
  readonly of: (objectType: string, field: string) => FieldEffect;
}

/** What effects are made from. */
interface EffectSetting {
  readonly table: PolicyTable;
  readonly cls: DecisionClass;
  readonly principal: Principal;
  readonly pseudonymKey: string;
  readonly clock: Clock;
}

/** Turns decisions into what a projector does; each coordinate once. */
export function createEffects(setting: EffectSetting): Effects {
  const known = new Map<string, FieldEffect>();
  const rows = new Map<string, RowTest | null>();
  return {
    rowTestOf: (objectType) => {
      let test = rows.get(objectType);
      if (test === undefined) {
        const condition = setting.table.rowsOf(setting.cls, objectType);
        const compiled = rowTest(condition, setting);
        const isTested = typeof condition !== 'boolean';
        test = isTested ? { needs: compiled.needs, exists: compiled.test } : null;
        rows.set(objectType, test);
      }
      return test;
    },
    of: (objectType, field) => {
      const coordinate = `${objectType}.${field}`;
      let effect = known.get(coordinate);
      if (effect === undefined) {
        effect =
          nothingToGive(coordinate, setting) ??
          effectOf(setting.table.decide(setting.cls, coordinate), setting);
        known.set(coordinate, effect);
      }
      return effect;
    },
  };
}

const allowed: FieldEffect = { kind: 'allow' };

function effectOf(decision: Decision, setting: EffectSetting): FieldEffect {
  const { allow, mask } = decision.effect;
  if (isAllowed(decision.effect)) return allowed;
  if (isDenied(decision.effect)) return { kind: 'deny', denial: denialOf(decision, setting.cls) };
  const { department, purpose } = setting.cls;
  const apply =
    mask === null
      ? () => null
      : maskFunction(mask.name, { department, purpose, key: setting.pseudonymKey });
  if (allow === false && mask?.when === true) return { kind: 'mask', apply };
  const holdsAllow = rowTest(allow, setting);
  const holdsMask = rowTest(mask === null ? false : mask.when, setting);
  return {
    kind: 'rows',
    needs: [...new Set([...holdsAllow.needs, ...holdsMask.needs])],
    decide: (row) => (holdsAllow.test(row) ? 'allow' : holdsMask.test(row) ? 'mask' : 'deny'),
    apply,
  };
}

/**
 * The denial of a field that is given, of whose rows the class may read nothing: they are not fetched, and neither how
 * many there are nor whether there is one is told. Null for any other field.
 */
function nothingToGive(coordinate: string, { table, cls }: EffectSetting): FieldEffect | null {
  const typeName = table.givesNothingOf(cls, coordinate);
  const decision = table.decide(cls, coordinate);
  if (typeName === null || isDenied(decision.effect)) return null;
  const wouldGrant = [...table.policies.coordinates.values()]
    .filter((facts) => facts.kind === 'field' && facts.typeName === typeName)
    .flatMap((facts) => table.decide(cls, facts.coordinate).wouldGrant);
  const reason = `Nothing of ${typeName} may be read, so neither is whether and how often there is one.`;
  return { kind: 'deny', denial: denialOf({ ...decision, reason, wouldGrant }, cls) };
}

function denialOf(decision: Decision, cls: DecisionClass): Denial {
  const { coordinate, reason, owner, wouldGrant } = decision;
  return {
    message: `${coordinate}: ${reason}`,
    extensions: {
      code: 'POLICY_DENIED',
      coordinate,
      reason,
      ...(cls.department === null
        ? {}
        : { owner, purpose: cls.purpose, agreement: wouldGrant[0] ?? null }),
    },
  };
}

const always: CompiledCondition = { needs: [], test: () => true };
const never: CompiledCondition = { needs: [], test: () => false };
const dayMs = 86_400_000;
/** The zone's days begin in Asia/Shanghai, UTC+8 all year. */
const dayOf = (instant: Date): number => Math.floor((instant.getTime() + 8 * 3_600_000) / dayMs);

/** A condition whose `$now` and `$today` are those of the row's reading, though the operation is compiled once. */
function rowTest(
  condition: boolean | Condition,
  { principal, clock }: EffectSetting,
): CompiledCondition {
  if (typeof condition === 'boolean') return condition ? always : never;
  const made = clock();
  let day = dayOf(made);
  let compiled = compileCondition(condition, { principal, now: made });
  return {
    needs: compiled.needs,
    test: (read) => {
      const now = clock();
      if (dayOf(now) !== day) {
        day = dayOf(now);
        compiled = compileCondition(condition, { principal, now });
      }
      return compiled.test(read, now);
    },
  };
}
