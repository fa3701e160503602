import { z } from 'zod';
import { readRules } from './read.ts';
import { exitReasons, listStates } from './words.ts';

const transition = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z]*$/),
  from: z.array(z.enum(listStates)),
  to: z.enum(listStates),
  by: z.enum(['DECIDER', 'SUBJECT', 'TIME']),
  needs: z.array(z.enum(['objectionOpen', 'objectionSettled', 'repairable'])).default([]),
  exit: z.enum(exitReasons).optional(),
});

/** A step that an entry of a negative list can take. */
export type Transition = z.output<typeof transition>;

/** Every step that there is. */
export const transitions: readonly Transition[] = readRules(
  './transitions.yaml',
  z.strictObject({ transitions: z.array(transition).min(1) }),
).transitions;
