#!/usr/bin/env node
// Runs the command line from source; `npm run build` writes the same program to dist/scripts/cpz.js.
import { register } from 'tsx/esm/api';

register();
await import('./cpz.ts');
