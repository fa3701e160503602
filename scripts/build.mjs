// Builds what runs without a compiler: the command line as JavaScript and, beside it, every file that it reads.
// Usage: node scripts/build.mjs [folder], somewhere below the project or with libraries of its own.
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePlanner } from '../gateway/plan/planner-bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [given = path.join(root, 'dist'), ...more] = process.argv.slice(2);
if (given.startsWith('-') || more.length > 0) {
  const isHelp = given === '--help' || given === '-h';
  (isHelp ? console.log : console.error)(
    'Usage: npm run build [-- folder]\n\nPuts what runs without a compiler into the folder ("dist" unless given).',
  );
  process.exit(isHelp ? 0 : 2);
}
const folder = path.resolve(given);

/** What is read at run time, and the folders of which everything is: the explorer is bundled on the spot. */
const data = /\.(ya?ml|graphql|sql|scss)$/;
const whole = path.join(root, 'web/explorer/client');

rmSync(folder, { recursive: true, force: true });
const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
const args = [compiler, '-p', 'tsconfig.build.json', '--outDir', folder];
execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
for (const part of ['policies', 'schema', 'subgraphs', 'web']) {
  cpSync(path.join(root, part), path.join(folder, part), {
    recursive: true,
    filter: (file) =>
      !/\.[^/\\]+$/.test(path.basename(file)) || data.test(file) || file.startsWith(whole),
  });
}
const thread = await bundlePlanner();
writeFileSync(path.join(folder, 'gateway/plan/planner-thread.cjs'), thread.text);
// Its libraries: `npm ci --omit=dev` in the folder, or those of the project around it.
for (const file of ['package.json', 'package-lock.json', 'LICENSE'])
  cpSync(path.join(root, file), path.join(folder, file));
