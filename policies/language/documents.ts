import { z } from 'zod';

const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'small letters, digits and hyphens, such as customs-to-tax');
const purposeCode = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'capitals, such as REFUND_REVIEW');
const category = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'small letters and hyphens, such as trade-value');
const coordinate = z.string().regex(/^[_A-Za-z]\w*\.[_A-Za-z]\w*$/, 'Type.field');
const pattern = z
  .string()
  .regex(/^(\*\.\*|[_A-Za-z]\w*\.(\*|[_A-Za-z]\w*))$/, 'Type.field, Type.* or *.*');
const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const sharing = z.enum(['UNCONDITIONAL', 'CONDITIONAL', 'WITHHELD']);

/**
 * The instant at which a day begins in Asia/Shanghai (UTC+8 all year since 1992), or the instant itself.
 * A day or instant that the calendar does not know is refused.
 */
const moment = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/,
    'a day, 2026-01-31, or an instant with its offset, 2026-01-31T09:00:00+08:00',
  )
  .transform((text, context) => {
    const day = text.slice(0, 10);
    const known = new Date(`${day}T00:00:00Z`);
    const instant = new Date(text.length === 10 ? `${text}T00:00:00+08:00` : text);
    if (
      Number.isNaN(instant.getTime()) ||
      Number.isNaN(known.getTime()) ||
      known.toISOString().slice(0, 10) !== day
    ) {
      context.addIssue({ code: 'custom', message: `${text} is no day of the calendar` });
      return z.NEVER;
    }
    return instant;
  });

const asked = z
  .string()
  .regex(/^[_A-Za-z]\w*\.[_A-Za-z]\w*(\(\w+:\))?$/, 'Type.field or Type.field(argument:)');
const several = z.array(asked).default([]);
const maskExpected = z.union([
  z.string().min(1),
  z.strictObject({ name: z.string().min(1), when: z.record(z.string(), z.unknown()) }),
]);

/** `*.cases.yaml`: what a document beside it gives to whom, as examples. */
export const casesDocument = z.strictObject({
  /** The instant of every case that names none. */
  at: moment,
  cases: z
    .array(
      z
        .strictObject({
          as: z.union([
            z.literal('public'),
            z.strictObject({
              department: id,
              purpose: purposeCode,
              roles: z.array(z.string().min(1)).default([]),
              case: z.string().min(1).optional(),
            }),
          ]),
          at: moment.optional(),
          /** The agreement or disclosure on which everything that is given rests. */
          by: id.optional(),
          /** The agreement that would give what is denied. */
          instead: id.optional(),
          allow: several,
          mask: z.record(coordinate, maskExpected).default({}),
          when: z.record(coordinate, z.record(z.string(), z.unknown())).default({}),
          deny: several,
          /** What does not exist for the principal. */
          hidden: several,
          query: z.string().min(1).optional(),
          variables: z.record(z.string(), z.unknown()).optional(),
          released: several,
          masked: several,
          denied: several,
          /** The code with which the query is refused whole. */
          refused: z.string().min(1).optional(),
        })
        .check(({ value, issues }) => {
          const { query, variables, released, masked, denied, refused } = value;
          const ofQuery = released.length + masked.length + denied.length > 0;
          const issue = (message: string): void =>
            void issues.push({ code: 'custom', message, input: value, path: [] });
          if (query === undefined && (ofQuery || variables !== undefined || refused !== undefined))
            issue('`released`, `masked`, `denied`, `refused` and `variables` speak of a `query`');
          if (query !== undefined && !ofQuery && refused === undefined)
            issue('a `query` expects something: `released`, `masked`, `denied` or `refused`');
          if (query !== undefined) return;
          const { allow, mask, when, deny, hidden } = value;
          const named = [allow, Object.keys(mask), Object.keys(when), deny, hidden].flat();
          if (named.length === 0) issue('expects nothing: name coordinates, or a `query`');
        }),
    )
    .min(1),
});

/** `departments.yaml`. */
export const departmentsDocument = z.strictObject({
  departments: z.array(
    z.strictObject({
      id,
      name: words,
      issuer: z.url(),
      operates: z.array(z.string().min(1)).default([]),
      roles: z.array(z.string().min(1)).nullable().default(null),
    }),
  ),
  /** Type to the subgraph that answers for its keys and shared fields. */
  leads: z.record(z.string(), z.string()).default({}),
});

/** `purposes.yaml`. */
export const purposesDocument = z.strictObject({
  purposes: z.array(
    z.strictObject({
      code: purposeCode,
      name: words,
      description: words,
      legalBasis: z.string().min(1),
      departments: z.union([z.literal('all'), z.array(id)]),
    }),
  ),
});

/** `categories.yaml`. */
export const categoriesDocument = z.strictObject({
  categories: z.array(
    z.strictObject({
      id: category,
      name: words,
      description: words,
      level: z.enum(['L1', 'L2', 'L3', 'L4']),
      /** Personal information that needs an impact assessment before it is given. */
      sensitive: z.boolean().default(false),
      publishedUntil: z.string().min(1).nullable().default(null),
    }),
  ),
});

const grant = z
  .strictObject({
    coordinates: z.array(pattern).default([]),
    categories: z.array(category).default([]),
    allow: z.literal(true).optional(),
    mask: z.string().min(1).optional(),
    when: z.record(z.string(), z.unknown()).optional(),
    /** Only to a principal that names the case for which it reads. */
    requires: z.literal('case').optional(),
    /** The impact assessment (个人信息保护影响评估) on which the gift of sensitive data rests. */
    pia: z
      .string()
      .regex(/^PIA-\d{4}-\d{3}$/, 'a number such as PIA-2025-014')
      .optional(),
    because: z.string().min(1).optional(),
  })
  .check((context) => {
    const { coordinates, categories, allow, mask, when } = context.value;
    const issue = (message: string): void =>
      void context.issues.push({ code: 'custom', message, input: context.value, path: [] });
    if (coordinates.length + categories.length === 0)
      issue('names neither coordinates nor categories');
    if (allow === undefined && mask === undefined && when === undefined) {
      issue('has no effect: write `allow: true`, `mask: <name>` or `when: { … }`');
    }
    if (allow !== undefined && (mask !== undefined || when !== undefined)) {
      issue(
        '`allow: true` gives every value: it stands alone; for some rows write `when` without it',
      );
    }
  });

/** A grant as written. */
export type GrantDocument = z.output<typeof grant>;

const derivation = z.strictObject({
  target: coordinate,
  from: z.array(coordinate).min(1),
  because: z.string().min(1).optional(),
});

/** `agreements/<provider>/<id>.yaml`. */
export const agreementDocument = z.strictObject({
  id,
  title: words,
  provider: id,
  recipient: id,
  purposes: z.array(purposeCode).min(1),
  roles: z.array(z.string().min(1)).min(1).optional(),
  legalBasis: z.array(z.string().min(1)).min(1),
  effective: moment,
  expires: moment.optional(),
  approvals: z
    .array(z.strictObject({ department: id, officer: z.string().min(1), on: moment }))
    .default([]),
  grants: z.array(grant).default([]),
  derivations: z.array(derivation).default([]),
});

/** `disclosures/<id>.yaml`. */
export const disclosureDocument = z.strictObject({
  id,
  title: words,
  legalBasis: z.array(z.string().min(1)).min(1),
  effective: moment,
  expires: moment.optional(),
  grants: z.array(grant).min(1),
});

/** `classifications/<subgraph>.yaml`. */
export const classificationsDocument = z.strictObject({
  classifications: z.array(
    z.strictObject({
      coordinates: z.array(pattern).min(1),
      category,
      sharing,
      derivesFrom: z.array(coordinate).default([]),
    }),
  ),
});

/** `guardrails.yaml`. */
export const guardrailsDocument = z.strictObject({
  guardrails: z.array(
    z.strictObject({
      id,
      statement: words,
      legalBasis: z.string().min(1),
      readers: z.union([z.array(id).min(1), z.strictObject({ allBut: z.array(id) })]),
      coordinates: z.array(pattern).default([]),
      categories: z.array(category).default([]),
      never: z.enum(['in-clear', 'at-all']),
      /** It may become true for a reader that names a case. */
      unless: z.literal('case').optional(),
    }),
  ),
});
