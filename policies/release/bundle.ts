import { z } from 'zod';
import { PolicyFileError } from '../language/fault.ts';
import { generalJws } from './jws.ts';

const texts = z.record(z.string().max(512), z.string().max(1_000_000));
const bundle = z.strictObject({
  format: z.literal('cpz-policies/1'),
  version: z.string(),
  files: texts,
  seal: generalJws,
});

/** What a bundle holds. */
export interface BundleContent {
  /** Documents by their paths, signatures as `signatures/<id>.json`. */
  readonly files: ReadonlyMap<string, string>;
  readonly seal: string;
}

/**
 * Reads a bundle; believes nothing of it yet.
 * @throws PolicyFileError `BUNDLE_SHAPE`
 */
export function parseBundle(file: string, text: string): BundleContent {
  try {
    const { files, seal } = bundle.parse(JSON.parse(text));
    return { files: new Map(Object.entries(files)), seal: JSON.stringify(seal) };
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : 'it is no JSON';
    throw new PolicyFileError([
      {
        code: 'BUNDLE_SHAPE',
        message: `This is no bundle of policies: ${why}. Make one with \`cpz policy bundle\`.`,
        file,
        line: 1,
        column: 1,
      },
    ]);
  }
}

/** The text of a bundle. */
export function formatBundle({ files, seal }: BundleContent, version: string): string {
  const content = {
    format: 'cpz-policies/1',
    version,
    files: Object.fromEntries(files),
    seal: generalJws.parse(JSON.parse(seal)),
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}
