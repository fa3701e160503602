import type { GraphQLSchema } from 'graphql';
import type { Clock } from '../../policies/index.ts';
import { type AuthorizedDocument, authorizeDocument } from '../authorize/authorize-document.ts';
import type { ValidDocument } from '../authorize/valid-document.ts';
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
  clock: Clock,
): Authorize {
  // A valid document belongs to the schema of one table.
  const known = new WeakMap<ValidDocument, Map<string, AuthorizedDocument | RequestRefused>>();
  return (parsed) => {
    const { cls, table, principal } = parsed.identified;
    let ofClass = known.get(parsed.valid);
    if (ofClass === undefined)
      known.set(parsed.valid, (ofClass = new Map<string, AuthorizedDocument | RequestRefused>()));
    let authorized = ofClass.get(cls.key);
    if (authorized === undefined) {
      const visible = schemas(cls, table);
      authorized = attempt(() =>
        authorizeDocument(parsed.valid, {
          api,
          visible,
          table,
          cls,
          principal,
          pseudonymKey,
          clock,
        }),
      );
      ofClass.set(cls.key, authorized);
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
