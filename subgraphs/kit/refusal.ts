import { GraphQLError } from 'graphql';

/** Why a subgraph does not answer; safe to tell the gateway. */
export type RefusalCode =
  'UNAUTHENTICATED' | 'POLICY_DENIED' | 'POLICY_ARGUMENT_DENIED' | 'BAD_USER_INPUT';

/** A refusal that the asker may read; every other error is answered as internal. */
export class Refusal extends GraphQLError {
  constructor(code: RefusalCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message, { extensions: { ...details, code } });
    this.name = 'Refusal';
  }
}
