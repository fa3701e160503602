import { Failure } from '../failure.ts';
import { readAsWritten } from '../policies.ts';
import { developmentKeys } from './keys.ts';
import { issueToken } from './token.ts';

/** What a user says of the token: options of `cpz token`. */
export interface TokenRequest {
  readonly department: string;
  readonly role: readonly string[];
  readonly purpose: readonly string[];
  readonly subject?: string;
  readonly minutes: string;
  readonly data: string;
}

/**
 * The token that a user of the command line asks for.
 * @throws Failure when the department, a purpose or the time is none of those that there are
 */
export async function requestedToken(options: TokenRequest): Promise<string> {
  const policies = await readAsWritten();
  const departments = policies.departments.map(({ id }) => id);
  if (!departments.includes(options.department)) {
    throw new Failure(
      `There is no department "${options.department}". Departments: ${departments.join(', ')}.`,
      2,
    );
  }
  const allowed = policies.purposes
    .filter((purpose) => purpose.departments.includes(options.department))
    .map(({ code }) => code);
  const unknown = options.purpose.filter((purpose) => !allowed.includes(purpose));
  if (unknown.length > 0) {
    throw new Failure(
      `${options.department} may not use ${unknown.join(', ')}. Its purposes: ${allowed.join(', ')}.`,
      2,
    );
  }
  const minutes = Number(options.minutes);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 1440) {
    throw new Failure(
      `--minutes takes a whole number from 1 to 1440, not "${options.minutes}".`,
      2,
    );
  }
  const keys = await developmentKeys(options.data, departments);
  return issueToken(await keys.issuerKey(options.department), {
    department: options.department,
    roles: options.role,
    purposes: options.purpose.length > 0 ? options.purpose : allowed,
    ...(options.subject === undefined ? {} : { subject: options.subject }),
    lifetimeSeconds: minutes * 60,
  });
}
