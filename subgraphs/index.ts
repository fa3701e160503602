import { commerce } from './commerce/department.ts';
import { credit } from './credit/department.ts';
import { customs } from './customs/department.ts';
import { finance } from './finance/department.ts';
import { fx } from './fx/department.ts';
import type { Department } from './kit/department.ts';
import { logistics } from './logistics/department.ts';
import { tax } from './tax/department.ts';

/** The departments of the zone; a department more is a line more. */
export const departments: readonly Department[] = [
  commerce,
  credit,
  customs,
  finance,
  fx,
  logistics,
  tax,
];
