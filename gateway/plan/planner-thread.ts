import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { createPlanner } from './planner.ts';

const given = z.object({
  sdl: z.string(),
  limits: z.object({ maxPlans: z.number(), maxPaths: z.number() }),
});
const asked = z.object({ document: z.string(), overrides: z.array(z.string()) });

/** What the thread of `planApart` runs: it says what it has read once it is ready, then answers each operation with its plan. */
const { sdl, limits } = given.parse(workerData);
const { facts, plan } = createPlanner(sdl, limits);
parentPort?.on('message', (message: unknown) => {
  const { document, overrides } = asked.parse(message);
  parentPort?.postMessage(plan(document, overrides));
});
parentPort?.postMessage({ kind: 'ready', facts });
