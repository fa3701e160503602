import { z } from 'zod';
import { disclosedShape } from './disclosed.ts';

/** A field of an enterprise's file. */
export interface DictionaryField {
  /** Such as `customs.data.customsCategoryHistory[].validFrom`. */
  readonly path: string;
  readonly type: string;
}

interface Node {
  readonly type?: string | readonly string[] | undefined;
  readonly format?: string | undefined;
  readonly properties?: Readonly<Record<string, Node>> | undefined;
  readonly items?: Node | undefined;
  readonly anyOf?: readonly Node[] | undefined;
}

const node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    format: z.string().optional(),
    properties: z.record(z.string(), node).optional(),
    items: node.optional(),
    anyOf: z.array(node).optional(),
  }),
);

/** Every field of an enterprise's file, read from the schema by which the file is made. */
export function dictionary(): readonly DictionaryField[] {
  return fieldsOf(node.parse(z.toJSONSchema(disclosedShape)), '', false);
}

function fieldsOf(
  { type, format, properties, items, anyOf }: Node,
  path: string,
  isNullable: boolean,
): readonly DictionaryField[] {
  const types = [type ?? []].flat();
  const mayBeNull = isNullable || types.includes('null');
  if (anyOf !== undefined) {
    const hasNull = anyOf.some((each) => each.type === 'null');
    return anyOf
      .filter((each) => each.type !== 'null')
      .flatMap((each) => fieldsOf(each, path, hasNull));
  }
  if (properties !== undefined) {
    return Object.entries(properties).flatMap(([name, inner]) =>
      fieldsOf(inner, path === '' ? name : `${path}.${name}`, false),
    );
  }
  if (items !== undefined) return fieldsOf(items, `${path}[]`, false);
  const name = format ?? types.filter((each) => each !== 'null').join(' | ');
  return [{ path, type: mayBeNull ? `${name} | null` : name }];
}
