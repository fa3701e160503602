import type { Command } from 'commander';
import type { PolicySet, Trust } from '../../policies/index.ts';
import { Failure } from '../failure.ts';
import { policyFolder, readPolicies, supergraphFile } from '../policies.ts';

/** Which policies a question is about. */
export interface Asked {
  /** A folder or a bundle. */
  readonly policies: string;
  readonly supergraph: string;
  /** The trust file, if signatures shall count. */
  readonly officers?: string;
}

/** Which policies, and at which time. */
export interface Where extends Asked {
  readonly at?: string;
}

/** Adds the options that say which policies a question is about, and at which time. */
export function located(command: Command): Command {
  return trusting(
    command.option('--policies <path>', 'the policies, a folder or a bundle', policyFolder),
  )
    .option('--supergraph <file>', 'the supergraph', supergraphFile)
    .option('--at <instant>', 'at which time, such as 2027-01-01 (default: now)');
}

/** Adds the option that says whose signatures count in an answer. */
export function trusting(command: Command): Command {
  return command.option(
    '--officers <file>',
    'count the signatures of these officers (default: approvals as written)',
  );
}

/** What makes agreements count in an answer: what is written, unless officers are named. */
export function trustFor({ officers }: Pick<Asked, 'officers'>): Trust {
  return officers === undefined ? { kind: 'as-written' } : { kind: 'signed', officers };
}

/** What made agreements count in an answer, for `--json`. */
export function trustIn(asked: Pick<Asked, 'officers'>): Trust['kind'] {
  return trustFor(asked).kind;
}

/** What made agreements count in an answer, as a line of it. */
export function trustLine({ officers }: Pick<Asked, 'officers'>): string {
  return officers === undefined
    ? 'Approvals count as written here: signatures are not checked without --officers.'
    : `Only what officers in ${officers} have signed counts here.`;
}

/** Reads the policies that a question is about: as written, unless officers are named. */
export function readAsked(asked: Asked): Promise<PolicySet> {
  return readPolicies(asked.policies, asked.supergraph, trustFor(asked));
}

/**
 * The instant that `--at` names; a day begins in Asia/Shanghai.
 * @throws Failure when it names none
 */
export function instantOf(text: string | undefined): Date {
  if (text === undefined) return new Date();
  const instant = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00+08:00` : text);
  if (!Number.isNaN(instant.getTime())) return instant;
  throw new Failure(`--at takes a day or an instant, such as 2027-01-01, not "${text}".`, 2);
}
