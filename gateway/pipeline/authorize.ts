import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { type AuthorizedDocument, authorizeDocument } from '../authorize/authorize-document.ts';
import type { VisibleSchemas } from '../authorize/visible-schema.ts';
import { RequestRefused } from '../errors.ts';
import type { Authorized, Parsed } from './stages.ts';

/** Decides requests. */
export type Authorize = (parsed: Parsed) => Authorized;

/** Makes the step. A document is decided once for each decision class and table; variables for each request. */
export function createAuthorize(
  api: GraphQLSchema,
  schemas: VisibleSchemas,
  pseudonymKey: string,
): Authorize {
  const known = new LRUCache<string, AuthorizedDocument | RequestRefused>({ max: 2_000 });
  return (parsed) => {
    const { cls, table, principal } = parsed.identified;
    const key = `${parsed.valid.hash} ${table.version} ${cls.key}`;
    let authorized = known.get(key);
    if (authorized === undefined) {
      const visible = schemas(cls, table);
      authorized = attempt(() =>
        authorizeDocument(parsed.valid, { api, visible, table, cls, principal, pseudonymKey }),
      );
      known.set(key, authorized);
    }
    if (authorized instanceof RequestRefused) throw authorized;
    authorized.checkVariables(parsed.variables);
    return { parsed, authorized };
  };
}

function attempt(decide: () => AuthorizedDocument): AuthorizedDocument | RequestRefused {
  try {
    return decide();
  } catch (error) {
    if (error instanceof RequestRefused) return error;
    throw error;
  }
}
