import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ask } from './ask.ts';
import type { Recording } from './recording.ts';

/** Servers that note what they are asked on its way to the subgraphs. */
export interface Recorder {
  /** Where each subgraph is reached through it. */
  readonly urls: Readonly<Record<string, string>>;
  /** Asks a gateway, and gives what it asked of the subgraphs meanwhile. */
  readonly record: (gateway: string, queries: readonly string[]) => Promise<Recording>;
  readonly close: () => void;
}

/** Starts recording in front of subgraphs. */
export async function createRecorder(
  subgraphs: Readonly<Record<string, string>>,
): Promise<Recorder> {
  let waves: { url: string; body: string }[][] = [];
  let hasAnswered = true;
  const servers: Server[] = [];
  const urls: Record<string, string> = {};
  for (const [name, url] of Object.entries(subgraphs)) {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        // What is asked after an answer may depend on it.
        if (hasAnswered) waves.push([]);
        hasAnswered = false;
        waves.at(-1)?.push({ url, body });
        const headers = { 'content-type': 'application/json' };
        void fetch(url, { method: 'POST', headers, body })
          .then((answer) => answer.text())
          .then((text) => {
            hasAnswered = true;
            response.writeHead(200, headers).end(text);
          });
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    urls[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  }
  return {
    urls,
    record: async (gateway, queries) => {
      const recording: Recording = {};
      for (const query of queries) {
        waves = [];
        hasAnswered = true;
        const { data } = await ask(gateway, query, []);
        recording[query] = { waves, answer: JSON.stringify({ data }) };
      }
      return recording;
    },
    close: () => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
