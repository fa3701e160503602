import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** Tells whoever runs the department what failed. */
export type Report = (fault: Error, path: readonly (string | number)[] | undefined) => void;

/**
 * An error as the gateway may read it: refusals and faults of the request. All else is the department's own, is
 * reported there and hidden here.
 */
export function readable(error: GraphQLError, report: Report): GraphQLFormattedError {
  const { originalError } = error;
  if (originalError === undefined || originalError instanceof GraphQLError) return error.toJSON();
  report(originalError, error.path);
  return {
    message: 'The department could not answer.',
    ...(error.path === undefined ? {} : { path: error.path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}
