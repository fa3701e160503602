/** Version of what `--json` prints; grows when a reader must change. */
export const jsonVersion = 1;

/** Prints JSON on standard output. */
export function print(content: unknown): void {
  process.stdout.write(`${JSON.stringify(content, null, 2)}\n`);
}

/** Prints lines on standard output. */
export function printLines(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
