import { RequestRefused } from '../errors.ts';

/**
 * The refusal of an operation that passes a limit: `extensions` name the limit, what it allows and what was asked for,
 * which is at least that much where counting stopped.
 */
export function exceeded(
  limit: string,
  most: number,
  asked: number,
  words: string,
): RequestRefused {
  return new RequestRefused(
    'OPERATION_TOO_COMPLEX',
    `The operation asks too much at once: ${asked} ${words}, and ${most} is the most (limit "${limit}"). Split it.`,
    { limit, most, asked },
  );
}
