import { z } from 'zod';

const shape = z.object({
  base: z.string(),
  endpoint: z.string(),
  editorWorker: z.string(),
  jsonWorker: z.string(),
  graphqlWorker: z.string(),
});

/** The element that the server's page holds for us. */
export const root = document.querySelector<HTMLElement>('#explorer') ?? document.body;

/** What the server's page says: addresses, as paths on this origin. */
export const page = shape.parse({ ...root.dataset });
