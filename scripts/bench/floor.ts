import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { composeForTest } from '../../gateway/execution/testing/compose.ts';
import { untilAnswers } from './ask.ts';
import { type Contestant, type Ground, run, startOpen } from './contestants.ts';
import type { Urls } from './grounds.ts';
import { createRecorder } from './record-fetches.ts';
import { contracts } from './shop/contracts.ts';
import { queries } from './shop/queries.ts';

const recorded: Contestant = {
  name: 'recorded',
  peer: null,
  callers: 'public',
  start: (ground, port) => startOpen(ground, port, 0),
};

/** Writes down what our plans ask of the subgraphs, for the floor to repeat. */
export async function recordFloor(ground: Ground, urls: Urls): Promise<void> {
  const recorder = await createRecorder(urls);
  const supergraph = path.join(ground.data, 'recorded.graphql');
  await writeFile(
    supergraph,
    composeForTest(
      Object.entries(contracts).map(([name, typeDefs]) => ({
        name,
        typeDefs,
        url: recorder.urls[name] ?? '',
      })),
    ),
  );
  const gateway = await run(recorded, { ...ground, supergraph });
  await untilAnswers(gateway, queries['one subgraph'], []);
  const recording = await recorder.record(gateway.url, Object.values(queries));
  gateway.child.process.kill('SIGKILL');
  recorder.close();
  await writeFile(ground.recorded, JSON.stringify(recording));
}
