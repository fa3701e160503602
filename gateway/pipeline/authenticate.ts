import type { CurrentTable, Principal } from '../../policies/index.ts';
import { RequestRefused } from '../errors.ts';
import type { Bearer, TokenVerifier } from '../identity/tokens.ts';
import type { Arrived, Identified } from './stages.ts';

/**
 * Finds out who asks: nobody named is the public; a department's principal names one of its purposes.
 * @throws RequestRefused `UNAUTHENTICATED` or `PURPOSE_REQUIRED`
 */
export async function authenticate(
  arrived: Arrived,
  tokens: TokenVerifier,
  policies: CurrentTable,
): Promise<Identified> {
  const principal = await principalOf(arrived, tokens);
  const table = policies.current;
  return { arrived, principal, cls: table.classOf(principal), table };
}

async function principalOf(arrived: Arrived, tokens: TokenVerifier): Promise<Principal> {
  if (arrived.authorization === null) return { kind: 'public' };
  const [, token] = /^Bearer +([^\s]+)$/i.exec(arrived.authorization) ?? [];
  if (token === undefined) {
    throw new RequestRefused(
      'UNAUTHENTICATED',
      'The Authorization header is refused: it reads "Bearer" and a token.',
    );
  }
  const bearer = await tokens.verify(token);
  const { caseReference } = arrived;
  return {
    kind: 'department',
    subject: bearer.subject,
    department: bearer.department,
    roles: bearer.roles,
    purpose: purposeOf(arrived.purpose, bearer),
    ...(caseReference === null ? {} : { caseReference }),
  };
}

function purposeOf(named: string | null, { purposes }: Bearer): string {
  const [only] = purposes;
  if (named === null && purposes.length === 1 && only !== undefined) return only;
  if (named !== null && purposes.includes(named)) return named;
  const choice =
    purposes.length === 0 ? 'Your token carries none.' : `Yours: ${purposes.join(', ')}.`;
  throw new RequestRefused(
    'PURPOSE_REQUIRED',
    named === null
      ? `Name the purpose for which you read in the header Sharing-Purpose. ${choice}`
      : `Your token does not carry the purpose "${named.slice(0, 64)}". ${choice}`,
    { purposes },
  );
}
