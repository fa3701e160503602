// Sends what it is told to, as fast as it is answered, over the gateway's own connections of HTTP/1.1: they cost half of
// what undici's do, and what load costs keeps a quick gateway waiting.
import { Connection } from '../../../gateway/execution/http1/connection.ts';
import { createOpener } from '../../../gateway/execution/opener.ts';
import { createRequestWriter } from '../../../gateway/execution/http1/request-text.ts';
import { job, type Job, type Outcome } from '../load.ts';

async function load({ url, seconds, connections }: Job): Promise<Outcome> {
  const address = new URL(url);
  const place = { host: address.hostname, port: Number(address.port) };
  const opener = createOpener(place, null, ['http/1.1']);
  const write = createRequestWriter(address);
  const latencies: number[] = [];
  let failed = 0;
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    connections.map(
      ({ headers, body }) =>
        new Promise<void>((resolve) => {
          const request = write({ common: [], headers, body });
          let [asked, isGood, isOver] = [0, false, false];
          const handler = {
            onConnect: () => undefined,
            onHeaders: (status: number) => {
              isGood = status === 200;
            },
            onData: () => undefined,
            onComplete: () => {
              if (isGood) latencies.push(performance.now() - asked);
              else failed += 1;
            },
            onError: () => {
              failed += 1;
            },
          };
          const ask = (connection: Connection): void => {
            asked = performance.now();
            if (asked < end) {
              connection.send(request, handler);
              return;
            }
            isOver = true;
            connection.destroy();
            resolve();
          };
          const begin = (): void => {
            ask(new Connection(opener, { onFree: ask, onClosed }));
          };
          const onClosed = (): void => {
            if (!isOver) setImmediate(begin);
          };
          begin();
        }),
    ),
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
