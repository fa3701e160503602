import { z } from 'zod';
import type { Running } from './contestants.ts';

const answerBody = z.object({ data: z.unknown(), errors: z.array(z.unknown()).optional() });

/** Headers, names and values in turn. */
export type Headers = readonly string[];

/** Asks a gateway once. */
export async function ask(
  url: string,
  query: string,
  headers: Headers,
): Promise<z.infer<typeof answerBody>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: [['content-type', 'application/json'], ...pairs(headers)],
    body: JSON.stringify({ query }),
  });
  return answerBody.parse(await response.json());
}

function pairs(headers: Headers): [string, string][] {
  return headers.flatMap((name, index) =>
    index % 2 === 0 ? [[name, headers[index + 1] ?? ''] as [string, string]] : [],
  );
}

const patienceMs = 60_000;

/**
 * Waits until a gateway answers.
 * @throws Error with what it said, when it ends or does not answer within a minute
 */
export async function untilAnswers(
  { url, child }: Running,
  query: string,
  headers: Headers,
): Promise<void> {
  let last = 'nothing';
  for (const began = Date.now(); Date.now() - began < patienceMs;) {
    if (child.process.exitCode !== null) throw new Error(`It ended. ${child.said()}`);
    try {
      const answer = await ask(url, query, headers);
      if (answer.data !== null && answer.data !== undefined && answer.errors === undefined) return;
      last = JSON.stringify(answer).slice(0, 300);
    } catch (error) {
      last = String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`It does not answer within a minute: ${last}. ${child.said()}`);
}
