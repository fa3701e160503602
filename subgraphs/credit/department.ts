import type { Department } from '../kit/department.ts';
import { resolvers } from './resolvers.ts';
import { seed } from './seed.ts';

export const credit: Department = {
  name: 'credit',
  migrations: new URL('./migrations/', import.meta.url),
  resolvers,
  seed,
};
