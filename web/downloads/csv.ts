import { stringify } from 'csv-stringify/sync';

/**
 * A table as CSV (RFC 4180): with a byte order mark, by which spreadsheets know Chinese, and with a quote before what
 * they would run as a formula.
 */
export function csv(
  columns: readonly string[],
  rows: readonly (readonly (string | number | boolean | null)[])[],
): string {
  return stringify(
    [columns, ...rows].map((row) => [...row]),
    {
      bom: true,
      escape_formulas: true,
      record_delimiter: 'windows',
      cast: { boolean: String },
    },
  );
}

/**
 * A list as CSV: each row says its place and how many there are, so that whoever reads the file to its end knows
 * whether it is whole. CSV has no room for a remark.
 */
export function listCsv(
  columns: readonly string[],
  rows: readonly (readonly (string | number | boolean | null)[])[],
  total: number,
): string {
  return csv(
    [...columns, 'position', 'total'],
    rows.map((row, index) => [...row, index + 1, total]),
  );
}

/** The leaves of a JSON value, each with the path that leads to it. */
export function leavesOf(
  value: unknown,
  path = '',
): readonly (readonly [path: string, value: string | number | boolean | null])[] {
  if (value === undefined) return [];
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return [[path, value]];
  if (value === null || typeof value !== 'object') return [[path, null]];
  const steps = Object.entries(value).map(([key, inner]): [string, unknown] => [
    Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`,
    inner,
  ]);
  return steps.length === 0 ? [[path, null]] : steps.flatMap(([at, inner]) => leavesOf(inner, at));
}
