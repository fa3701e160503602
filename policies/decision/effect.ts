import canonicalize from 'canonicalize';
import type { Condition, Effect, MaskName } from '../vocabulary.ts';

/** Rows: none, all, or those where the condition holds. */
export type Rows = boolean | Condition;

/** Nothing on any row. */
export const denied: Effect = { allow: false, mask: null };

/** Everything on every row. */
export const allowed: Effect = { allow: true, mask: null };

/** Rows that are in any of these; equal for equal sets in whatever order. */
export function anyRows(rows: readonly Rows[]): Rows {
  return combine(rows, '$or', true);
}

/** Rows that are in all of these. */
export function allRows(rows: readonly Rows[]): Rows {
  return combine(rows, '$and', false);
}

/** Row by row, allow before mask before deny; all masks have one name, which the language guarantees. */
export function joinEffects(effects: readonly Effect[]): Effect {
  const allow = anyRows(effects.map((effect) => effect.allow));
  const masks = effects.flatMap(({ mask }) => (mask === null ? [] : [mask]));
  const [first] = masks;
  return normal(allow, first?.name ?? null, anyRows(masks.map(({ when }) => when)));
}

/**
 * Row by row, the least that all of these give. A row that is masked in one and clear in another is masked;
 * where two masks differ there is no value that both permit, so the row is denied.
 */
export function meetEffects(effects: readonly Effect[]): Effect {
  const allow = allRows(effects.map((effect) => effect.allow));
  const names = new Set(effects.flatMap(({ mask }) => (mask === null ? [] : [mask.name])));
  const [name] = names;
  if (name === undefined || names.size > 1) return normal(allow, null, false);
  return normal(
    allow,
    name,
    allRows(effects.map((effect) => anyRows([effect.allow, effect.mask?.when ?? false]))),
  );
}

/** Rows of which the effect gives anything. */
export function rowsGiven(effect: Effect): Rows {
  return anyRows([effect.allow, effect.mask?.when ?? false]);
}

function normal(allow: Rows, name: MaskName | null, when: Rows): Effect {
  const mask = name === null || allow === true || when === false ? null : { name, when };
  return { allow, mask };
}

function combine(rows: readonly Rows[], operator: '$or' | '$and', absorbing: boolean): Rows {
  const parts = new Map<string, Condition>();
  for (const row of rows) {
    if (row === absorbing) return absorbing;
    if (typeof row === 'boolean') continue;
    for (const part of partsOf(row, operator)) parts.set(canonicalize(part) ?? '', part);
  }
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
  const [only] = sorted;
  if (only === undefined) return !absorbing;
  return sorted.length === 1 ? only : { [operator]: sorted };
}

function partsOf(condition: Condition, operator: '$or' | '$and'): readonly Condition[] {
  const parts = condition[operator];
  return Object.keys(condition).length === 1 && Array.isArray(parts)
    ? (parts as Condition[])
    : [condition];
}
