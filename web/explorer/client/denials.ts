import { z } from 'zod';

const codes = ['POLICY_DENIED', 'POLICY_ARGUMENT_DENIED', 'PURPOSE_REQUIRED'] as const;

/** What the gateway says when policy, and not a fault, kept a value back. */
export type DenialCode = (typeof codes)[number];

/** One decision and every place in the answer where it took effect. */
export interface Denial {
  readonly code: DenialCode;
  readonly message: string;
  readonly coordinate: string | null;
  /** Department that owns the coordinate. */
  readonly owner: string | null;
  readonly reason: string | null;
  readonly purpose: string | null;
  /** Agreements that would grant it for another purpose, role or time. */
  readonly wouldGrant: readonly string[];
  /** Paths such as `order.waybill.events[].place`; positions in lists are left out, so that equal ones fold. */
  readonly paths: readonly string[];
  /** In how many places. */
  readonly count: number;
}

const text = z.string().nullish().catch(null);

const denialShape = z.object({
  message: z.string().catch(''),
  path: z.array(z.union([z.string(), z.number()])).catch([]),
  extensions: z.object({
    code: z.enum(codes),
    coordinate: text,
    owner: text,
    reason: text,
    purpose: text,
    agreement: text,
  }),
});

const answerShape = z.object({ errors: z.array(z.unknown()).catch([]) });

/** The denials in a GraphQL answer, one for each decision, in the order in which they appear; and how many errors are none. */
export function readDenials(answer: unknown): { denials: readonly Denial[]; otherErrors: number } {
  const { errors } = answerShape.parse(answer);
  const byDecision = new Map<string, Denial>();
  let otherErrors = 0;
  for (const error of errors) {
    const parsed = denialShape.safeParse(error);
    if (!parsed.success) {
      otherErrors += 1;
      continue;
    }
    const denial = denialOf(parsed.data);
    const key = JSON.stringify([
      denial.code,
      denial.coordinate,
      denial.reason,
      denial.wouldGrant,
      denial.coordinate ?? denial.message,
    ]);
    const before = byDecision.get(key);
    byDecision.set(key, before === undefined ? denial : joined(before, denial));
  }
  return { denials: [...byDecision.values()], otherErrors };
}

function denialOf({ message, path, extensions }: z.infer<typeof denialShape>): Denial {
  const { code, coordinate, owner, reason, purpose, agreement } = extensions;
  return {
    code,
    message,
    coordinate: coordinate ?? null,
    owner: owner ?? null,
    reason: reason ?? null,
    purpose: purpose ?? null,
    wouldGrant: agreement == null ? [] : [agreement],
    paths: path.length === 0 ? [] : [pathText(path)],
    count: 1,
  };
}

function joined(one: Denial, other: Denial): Denial {
  return {
    ...one,
    paths: [...new Set([...one.paths, ...other.paths])],
    count: one.count + other.count,
  };
}

function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (before, step) =>
      typeof step === 'number' ? `${before}[]` : before === '' ? step : `${before}.${step}`,
    '',
  );
}
