// Runs the planner's thread from source; a build runs planner-thread.js.
import { register } from 'tsx/esm/api';

register();
await import('./planner-thread.ts');
