import { readFile } from 'node:fs/promises';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { PolicySet } from '../../policies/index.ts';

/** Who may sign tokens for a department, and with which keys. */
export type Issuer = {
  readonly department: string;
  readonly issuer: string;
} & ({ readonly jwks: JSONWebKeySet } | { readonly jwksUri: string });

const jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });
const entry = { department: z.string().min(1), issuer: z.string().min(1) };
const file = z.strictObject({
  /** Keys made on a developer's machine; refused in production. */
  development: z.boolean().default(false),
  issuers: z.array(
    z.union([
      z.strictObject({ ...entry, jwks }),
      z.strictObject({ ...entry, jwksUri: z.url({ protocol: /^https$/ }) }),
    ]),
  ),
});

/**
 * Reads the trusted issuers.
 * @throws Error in one line when the file is malformed, when it is a development's and this is production, or when
 *   the policies register another issuer for a department
 */
export async function readIssuers(path: string, policies: PolicySet): Promise<readonly Issuer[]> {
  let content: z.output<typeof file>;
  try {
    content = file.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : 'it cannot be read as JSON';
    throw new Error(`${path} is no list of issuers: ${why}`);
  }
  if (content.development && process.env.NODE_ENV === 'production') {
    throw new Error(
      `${path} holds development issuers, which production refuses. Name the departments' own issuers with --issuers.`,
    );
  }
  for (const { department, issuer } of content.issuers) {
    const registered = policies.departments.find(({ id }) => id === department);
    if (registered === undefined) {
      throw new Error(`${path} names the department "${department}", which no policy registers.`);
    }
    if (registered.issuer !== null && registered.issuer !== issuer) {
      throw new Error(
        `${path} lets ${issuer} speak for ${department}; the policies register ${registered.issuer}.`,
      );
    }
  }
  return content.issuers;
}
