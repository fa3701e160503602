import { parse } from 'graphql';
import type { AuthorizedOperation, FieldEffect } from '../../plan/compiled.ts';

/** An authorised operation in which everything is allowed, but for what a test changes. */
export function authorized(
  requested: string,
  changes: Partial<Omit<AuthorizedOperation, 'requested' | 'permitted'>> & {
    readonly permitted?: string;
  } = {},
): AuthorizedOperation {
  const { permitted, ...rest } = changes;
  const allow: FieldEffect = { kind: 'allow' };
  return {
    key: requested,
    requested: parse(requested),
    permitted: parse(permitted ?? requested),
    effectOf: () => allow,
    subjectFields: () => [],
    seesType: () => true,
    rowTestOf: () => null,
    grantFor: () => 'key',
    ...rest,
  };
}
