import { z } from 'zod';

/** What is sent to one gateway for a while. */
export const job = z.object({
  url: z.string(),
  seconds: z.number(),
  /** Connection by connection: what each sends, over and over, one at a time. */
  connections: z.array(z.object({ headers: z.array(z.string()), body: z.string() })),
});

/** What came of it. */
export const outcome = z.object({
  answered: z.number(),
  failed: z.number(),
  seconds: z.number(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
});

export type Job = z.infer<typeof job>;
export type Outcome = z.infer<typeof outcome>;
