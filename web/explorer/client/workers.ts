import { page } from './page.ts';

const addresses: Readonly<Record<string, string>> = {
  json: page.jsonWorker,
  graphql: page.graphqlWorker,
};

// Monaco looks for this global when it first needs a worker.
Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_id: string, label: string) =>
      new Worker(addresses[label] ?? page.editorWorker, { type: 'module', name: label }),
  },
});
