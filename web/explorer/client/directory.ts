import { z } from 'zod';
import type { Example, ExplorerPrincipal } from '../vocabulary.ts';
import { page } from './page.ts';

const words = z.object({ zh: z.string(), en: z.string() });

const principalsAnswer = z.object({
  principals: z.array(
    z.object({
      id: z.string(),
      department: z.string(),
      title: words,
      token: z.string(),
      expiresAt: z.string(),
      purposes: z.array(z.object({ code: z.string(), description: words })),
    }),
  ),
});

const examplesAnswer = z.object({
  examples: z.array(
    z.object({
      id: z.string(),
      audience: z.string(),
      purpose: z.string().exactOptional(),
      caseReference: z.string().exactOptional(),
      title: words,
      query: z.string(),
      variables: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** A principal as the page shows it: without its token. */
export type Persona = Omit<ExplorerPrincipal, 'token' | 'expiresAt'>;

/** Asks before a token ends, so that none ends on its way. */
const marginMs = 30_000;

/** Development principals and their tokens. Tokens stay in this object: never in the address, never in storage. */
export class Directory {
  #principals: readonly ExplorerPrincipal[] = [];

  /** @throws Error when the server does not answer as agreed */
  async personas(): Promise<readonly Persona[]> {
    await this.#refresh();
    return this.#principals.map(({ id, department, title, purposes }) => ({
      id,
      department,
      title,
      purposes,
    }));
  }

  /** A token that lives long enough for a request. */
  async tokenOf(id: string): Promise<string> {
    if (!this.#isFresh(id)) await this.#refresh();
    const found = this.#principals.find((principal) => principal.id === id);
    if (found === undefined)
      throw new Error(`There is no development principal "${id}" any more: reload the page.`);
    return found.token;
  }

  #isFresh(id: string): boolean {
    const found = this.#principals.find((principal) => principal.id === id);
    return found !== undefined && Date.parse(found.expiresAt) - Date.now() > marginMs;
  }

  async #refresh(): Promise<void> {
    this.#principals = principalsAnswer.parse(await getJson('/principals')).principals;
  }
}

/** The examples of this deployment. */
export async function loadExamples(): Promise<readonly Example[]> {
  return examplesAnswer.parse(await getJson('/examples')).examples;
}

async function getJson(path: string): Promise<unknown> {
  const address = `${page.base}${path}`;
  const response = await fetch(address, { headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`${address}: HTTP ${String(response.status)}`);
  return response.json();
}
