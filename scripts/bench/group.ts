import { ask, type Headers, untilAnswers } from './ask.ts';
import { type Contestant, run, type Running } from './contestants.ts';
import type { ReadyGround } from './grounds.ts';
import type { Scene } from './measure.ts';

/** Scenes over one ground, and who takes part in them; the first to take part says what the answers are. */
export interface Group {
  readonly ready: ReadyGround;
  readonly contestants: readonly Contestant[];
  /** Queries by the name of their scene. */
  readonly queries: Readonly<Record<string, string>>;
  /** Whether a gateway that answers otherwise than the first is left out. */
  readonly isCompared: boolean;
}

/** Called with a gateway that cannot take part, and why; if it did for a while, since when it does not. */
export type Leave = (name: string, why: unknown, since?: string) => void;

/** What each connection to a gateway sends with its requests. */
function headersOf({ callers }: Contestant, ready: ReadyGround): readonly Headers[] {
  return ready.callers.map((caller) => (callers === 'public' ? [] : caller));
}

/** Starts the gateways of a group, sees that they answer, and pauses them. */
export async function openGroup(
  { ready, contestants, queries, isCompared }: Group,
  leave: Leave,
  progress: (text: string) => void,
): Promise<Scene[]> {
  const gateways: Running[] = [];
  const expected: Record<string, string> = {};
  for (const contestant of contestants) {
    progress(`starting ${contestant.name}`);
    const running = await run(contestant, ready.ground);
    const [headers = []] = headersOf(contestant, ready);
    try {
      for (const [name, query] of Object.entries(queries)) {
        await untilAnswers(running, query, headers);
        const { data } = await ask(running.url, query, headers);
        const answer = JSON.stringify(data);
        expected[name] ??= answer;
        if (isCompared && expected[name] !== answer)
          throw new Error(`it answers "${name}" otherwise: ${answer.slice(0, 200)}`);
      }
      gateways.push(running);
      running.child.process.kill('SIGSTOP');
    } catch (error) {
      running.child.process.kill('SIGKILL');
      leave(contestant.name, error);
    }
  }
  return Object.entries(queries).map(([name, query]) => ({
    name,
    query,
    gateways,
    headersOf: ({ contestant }) => headersOf(contestant, ready),
  }));
}
