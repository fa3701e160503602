import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type EvaluatedSubject, evaluatePage } from './evaluate.ts';
import type { AskGraph } from './graph.ts';

/** How far a run over all enterprises has come. */
export interface RunProgress {
  readonly done: number;
  readonly total: number;
}

/** What a run is given. */
export interface RunOptions {
  readonly ask: AskGraph;
  /** Where the run writes down how far it has come, so that it goes on there when it was stopped. */
  readonly stateFile: string;
  /** Whether it begins anew, whatever stands there. */
  readonly restart: boolean;
  readonly isStopped: () => boolean;
  readonly onPage: (subjects: readonly EvaluatedSubject[], progress: RunProgress) => void;
}

const state = z.object({ after: z.string(), done: z.number().int().min(1) });

/**
 * Evaluates all enterprises, page by page, and goes on where a run before was stopped.
 * @returns whether it came to the end
 */
export async function runEvaluation(options: RunOptions): Promise<boolean> {
  const { ask, stateFile, isStopped, onPage } = options;
  const standing = options.restart ? null : await readState(stateFile);
  let after = standing?.after ?? null;
  let done = standing?.done ?? 0;
  while (!isStopped()) {
    const { subjects, next, total } = await evaluatePage(ask, after);
    done += subjects.length;
    onPage(subjects, { done, total });
    if (next === null) {
      await rm(stateFile, { force: true });
      return true;
    }
    after = next;
    await mkdir(path.dirname(stateFile), { recursive: true });
    await writeFile(stateFile, `${JSON.stringify({ after, done })}\n`);
  }
  return false;
}

/** What stands there; what is damaged counts as nothing: the run begins anew. */
async function readState(file: string): Promise<z.output<typeof state> | null> {
  try {
    return state.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}
