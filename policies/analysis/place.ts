import type { Place } from '../language/source.ts';

/** Where a finding stands that no policy document causes. */
export const inSupergraph: Place = { file: 'supergraph', line: 1, column: 1 };
