import { z } from 'zod';

/** For each query, the fetches that our plan makes, those under way together in one wave, and the answer. */
export const recording = z.record(
  z.string(),
  z.object({
    waves: z.array(z.array(z.object({ url: z.string(), body: z.string() }))),
    answer: z.string(),
  }),
);

export type Recording = z.infer<typeof recording>;
