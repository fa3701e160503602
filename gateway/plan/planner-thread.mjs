// Runs the planner's thread from source, as one file that is kept until something changes that it is made of; a build
// has it made already.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { Module } from 'node:module';
import path from 'node:path';
import { bundlePlanner, root } from './planner-bundle.mjs';

const file = path.join(root, 'node_modules/.cache/cpz/planner-thread.cjs');

const thread = new Module(file);
thread.filename = file;
thread.paths = [path.join(root, 'node_modules')];
thread._compile((await kept()) ?? (await made()), file);

/** The file as it stands, if it is what would be made now. */
async function kept() {
  try {
    const text = await readFile(file, 'utf8');
    const { sources, digest } = JSON.parse(text.slice(2, text.indexOf('\n')));
    return (await digestOf(sources)) === digest ? text : null;
  } catch {
    return null;
  }
}

async function made() {
  const { text, inputs } = await bundlePlanner();
  // Libraries change with the lock file.
  const sources = [
    'package-lock.json',
    'gateway/plan/planner-bundle.mjs',
    ...inputs.filter((input) => !input.startsWith('node_modules/')),
  ];
  const whole = `//${JSON.stringify({ sources, digest: await digestOf(sources) })}\n${text}`;
  await keep(whole).catch(() => undefined);
  return whole;
}

/** Several threads may do it at once; where it may not be kept, each thread makes its own. */
async function keep(text) {
  await mkdir(path.dirname(file), { recursive: true });
  const part = `${file}.${randomUUID()}`;
  await writeFile(part, text);
  await rename(part, file);
}

async function digestOf(sources) {
  const hash = createHash('sha256');
  for (const source of sources) hash.update(await readFile(path.join(root, source)));
  return hash.digest('hex');
}
