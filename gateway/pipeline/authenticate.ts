import type { CurrentTable, DecisionClass, PolicyTable, Principal } from '../../policies/index.ts';
import { RequestRefused } from '../errors.ts';
import type { Bearer, TokenVerifier } from '../identity/tokens.ts';
import { networkOf, type Quota } from '../limits/rate.ts';
import type { Arrived, Identified } from './stages.ts';

const everybody: Principal = { kind: 'public' };

/** Finds out who asks: at once, unless a token must be verified. */
export type Authenticate = (arrived: Arrived) => Identified | Promise<Identified>;

/** What a bearer's last request for a purpose, with or without a case, was decided by. */
interface Known {
  readonly table: PolicyTable;
  readonly principal: Principal;
  readonly cls: DecisionClass;
  readonly asker: string;
}

/** By purpose. */
interface KnownOfBearer {
  readonly withCase: Map<string, Known>;
  readonly withoutCase: Map<string, Known>;
}

/**
 * Makes the step: nobody named is the public; a department's principal names one of its purposes. The class of a
 * bearer is found once for each purpose and table, with a case and without.
 * @param admitUnknown counts a token that has not been verified before against an address
 */
export function createAuthenticate(
  tokens: TokenVerifier,
  policies: CurrentTable,
  admitUnknown: (address: string) => Quota,
): Authenticate {
  const known = new WeakMap<Bearer, KnownOfBearer>();
  const identify = (arrived: Arrived, bearer: Bearer): Identified => {
    const table = policies.current;
    const purpose = purposeOf(arrived.purpose, bearer);
    let ofBearer = known.get(bearer);
    if (ofBearer === undefined)
      known.set(bearer, (ofBearer = { withCase: new Map(), withoutCase: new Map() }));
    const { caseReference } = arrived;
    const purposes = caseReference === null ? ofBearer.withoutCase : ofBearer.withCase;
    let found = purposes.get(purpose);
    if (found?.table !== table) {
      const { subject, department, roles } = bearer;
      const principal: Principal = { kind: 'department', subject, department, roles, purpose };
      const deciding = caseReference === null ? principal : { ...principal, caseReference };
      found = {
        table,
        principal,
        cls: table.classOf(deciding),
        asker: `${department} ${subject}`,
      };
      purposes.set(purpose, found);
    }
    const principal =
      caseReference === null ? found.principal : { ...found.principal, caseReference };
    return { arrived, principal, cls: found.cls, asker: found.asker, table };
  };
  return (arrived) => {
    const { authorization, address } = arrived;
    if (authorization === null) {
      const table = policies.current;
      const asker = `public ${networkOf(address)}`;
      return { arrived, principal: everybody, cls: table.classOf(everybody), asker, table };
    }
    const bearer = tokens.known(authorization);
    if (bearer !== null) return identify(arrived, bearer);
    return verify(tokens, authorization, address, admitUnknown).then((verified) =>
      identify(arrived, verified),
    );
  };
}

/**
 * A token that is new here has to be verified, which costs more than a request. So a wrong one counts against the address
 * that sent it, and an address that has sent too many is refused before its next is looked at.
 */
async function verify(
  tokens: TokenVerifier,
  authorization: string,
  address: string,
  admitUnknown: (address: string) => Quota,
): Promise<Bearer> {
  const { refusal, leave, giveBack } = admitUnknown(address);
  // How long an issuer takes to give out its keys is no fault of the address.
  leave();
  if (refusal !== null) throw refusal;
  const bearer = await tokens.verify(authorization);
  giveBack();
  return bearer;
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
