import { OperationTypeNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Clock, PolicyTable } from '../../policies/index.ts';
import type { Authorized, Shaped } from '../pipeline/stages.ts';

/** Gives the answer to an authorised request: one that is kept, or the one that `make` makes. */
export type AnswerOnce = (authorized: Authorized, make: () => Promise<Shaped>) => Promise<Shaped>;

/** What answers are kept by. */
export interface PublicAnswersSetting {
  /** How long an answer is kept, from when it began to be made; 0 keeps none. */
  readonly keepMs: number;
  /** What `$today` is decided by. */
  readonly clock: Clock;
}

/** What is the same for everybody of the public. */
type Kept = Pick<Shaped, 'facts' | 'answer' | 'compiled'>;

interface Entry {
  readonly kept: Kept;
  readonly until: number;
}

const mostBytes = 64 * 1024 * 1024;
const longestBytes = 1024 * 1024;
const dayMs = 86_400_000;
/** The zone's days begin in Asia/Shanghai, UTC+8 all year. */
const offsetMs = 8 * 3_600_000;

/**
 * Keeps answers to queries of the public for a moment, and lets equal requests that are under way wait for one of
 * them. Everybody of the public has the same rights; a department's answer is neither kept nor given from here.
 *
 * An answer is kept for its document, operation, variables and table; it never outlives the table, nor the day where a
 * condition on `$today` touches it, and is not kept where one on `$now` does. One that says a department is down or
 * has failed is not kept, and who waits for it asks anew.
 */
export function createPublicAnswers({ keepMs, clock }: PublicAnswersSetting): AnswerOnce {
  const entries = new LRUCache<string, Entry>({
    maxSize: mostBytes,
    maxEntrySize: longestBytes,
    sizeCalculation: ({ kept }, key) => kept.answer.body.length + 2 * key.length + 1_000,
  });
  const underWay = new Map<string, Promise<Kept | null>>();
  let last: PolicyTable | null = null;

  const start = (
    key: string,
    authorized: Authorized,
    make: () => Promise<Shaped>,
  ): Promise<Shaped> => {
    const until = keptUntil(authorized, clock().getTime(), keepMs);
    const making = make();
    const sharing = making.then(
      (shaped): Kept | null => (isWhole(shaped) ? shaped : null),
      () => null,
    );
    underWay.set(key, sharing);
    void sharing.then((kept) => {
      underWay.delete(key);
      if (kept === null || last !== authorized.parsed.identified.table) return;
      entries.set(key, { kept: detached(kept), until });
    });
    return making;
  };

  const answerKept: AnswerOnce = async (authorized, make) => {
    const { table } = authorized.parsed.identified;
    if (table !== last) {
      last = table;
      entries.clear();
    }
    const key = keyOf(authorized);
    const entry = entries.get(key);
    if (entry !== undefined && clock().getTime() < entry.until)
      return { authorized, ...entry.kept };
    const sharing = underWay.get(key);
    if (sharing === undefined) return start(key, authorized, make);
    const kept = await sharing;
    return kept === null ? make() : { authorized, ...keptOf(kept) };
  };

  return (authorized, make) =>
    keepMs === 0 || !mayKeep(authorized) ? make() : answerKept(authorized, make);
}

/** What of an answer is the same for everybody who asks it. */
function keptOf({ facts, answer, compiled }: Kept): Kept {
  return { facts, answer, compiled };
}

/** A short body is a part of a larger piece of memory, all of which it would hold. */
function detached(kept: Kept): Kept {
  const body = Buffer.allocUnsafeSlow(kept.answer.body.length);
  body.set(kept.answer.body);
  return { ...keptOf(kept), answer: { ...kept.answer, body } };
}

function mayKeep({ parsed, authorized }: Authorized): boolean {
  return (
    parsed.identified.principal.kind === 'public' &&
    parsed.valid.operation.operation === OperationTypeNode.QUERY &&
    authorized.timeTouch !== 'instant'
  );
}

/** The operation's key says the document, the operation's name, the class and the table. */
function keyOf({ parsed, authorized }: Authorized): string {
  return `${authorized.operation.key} ${JSON.stringify(parsed.variables)}`;
}

function keptUntil({ parsed, authorized }: Authorized, now: number, keepMs: number): number {
  const { nextChange } = parsed.identified.table;
  const midnight = Math.ceil((now + offsetMs + 1) / dayMs) * dayMs - offsetMs;
  return Math.min(
    now + keepMs,
    nextChange?.getTime() ?? Infinity,
    authorized.timeTouch === 'day' ? midnight : Infinity,
  );
}

/** Whether nothing is missing but what policy denies. */
function isWhole({ answer }: Shaped): boolean {
  return answer.errors.every(({ extensions }) => extensions?.code === 'POLICY_DENIED');
}
