// Sends what it is told to, as fast as it is answered: undici's clients, cheaper than any load program tried.
import { Client } from 'undici';
import { job, type Job, type Outcome } from '../load.ts';

async function load({ url, seconds, connections }: Job): Promise<Outcome> {
  const { origin, pathname } = new URL(url);
  const latencies: number[] = [];
  let failed = 0;
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    connections.map(async ({ headers, body }) => {
      const client = new Client(origin, { bodyTimeout: 0, headersTimeout: 0 });
      const ask = (): Promise<boolean> =>
        new Promise((resolve) => {
          let isGood = false;
          client.dispatch(
            { path: pathname, method: 'POST', headers, body },
            {
              onRequestStart: () => undefined,
              onResponseStart: (_controller, status) => {
                isGood = status === 200;
              },
              onResponseData: () => undefined,
              onResponseEnd: () => {
                resolve(isGood);
              },
              onResponseError: () => {
                resolve(false);
              },
            },
          );
        });
      for (let now = performance.now(); now < end;) {
        const isGood = await ask();
        const after = performance.now();
        if (isGood) latencies.push(after - now);
        else failed += 1;
        now = after;
      }
      await client.destroy();
    }),
  );
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0;
  return {
    answered: latencies.length,
    failed,
    seconds: (performance.now() - began) / 1000,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
}

process.on('message', (message) => {
  void load(job.parse(message)).then((outcome) => process.send?.(outcome));
});
process.send?.('ready');
