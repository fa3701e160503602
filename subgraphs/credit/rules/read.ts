import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { z } from 'zod';

/** A day of the calendar. */
export const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** A set of rules with the days on which it is in force. */
export interface Dated {
  readonly id: string;
  readonly effectiveFrom: string;
  /** Last day; null while in force. */
  readonly effectiveTo: string | null;
}

/**
 * Reads a file of rules that stands beside this one, once, when the department is loaded.
 * @throws Error that names the file and what is wrong with it
 */
export function readRules<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): z.output<Schema> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const parsed = schema.safeParse(parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${path}: ${faults.join('; ')}`);
}

/** The rules in force on a day; the earliest for a day before all of them. */
export function inForceOn<Rules extends Dated>(sets: readonly Rules[], day: string): Rules {
  const [first] = sets;
  if (first === undefined) throw new Error('There is no set of rules.');
  return (
    sets.find(
      ({ effectiveFrom, effectiveTo }) =>
        effectiveFrom <= day && (effectiveTo === null || day <= effectiveTo),
    ) ?? first
  );
}
