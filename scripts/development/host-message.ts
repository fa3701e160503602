import { z } from 'zod';

const jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** What the process of departments is started with. */
export const hostSetting = z.object({
  data: z.string(),
  policies: z.string(),
  profile: z.enum(['small', 'medium', 'large']),
  ports: z.record(z.string(), z.number().int()),
});

/** Secrets that the process of departments is started with. */
export const hostKeys = z.object({
  gatewayKeys: jwks,
  cursorKey: z.string(),
  pseudonymKey: z.string(),
});

/** See {@link hostSetting}. */
export type HostSetting = z.output<typeof hostSetting>;

/** What the process of departments tells. */
export const hostMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('progress'),
    department: z.string(),
    done: z.number(),
    total: z.number(),
  }),
  z.object({ kind: z.literal('ready'), urls: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);

/** See {@link hostMessage}. */
export type HostMessage = z.output<typeof hostMessage>;
