/** TypeScript runs as ES modules, one file at a time, with types stripped by swc. */
export default {
  testEnvironment: 'node',
  roots: ['gateway', 'policies', 'schema', 'scripts', 'subgraphs', 'web'].map(
    (folder) => `<rootDir>/${folder}`,
  ),
  testMatch: ['**/*.test.ts'],
  testSequencer: '<rootDir>/jest.sequencer.js',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  // An embedded database takes half a gigabyte: two workers at most.
  maxWorkers: 2,
  testTimeout: 60_000,
  // GraphQL looks for a second copy of itself at each of its type checks unless NODE_ENV is production.
  moduleNameMapper: { '/instanceOf\\.js$': '<rootDir>/scripts/testing/instance-of.cjs' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
};
