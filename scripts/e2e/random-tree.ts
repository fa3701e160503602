import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isObjectType,
  isScalarType,
  isEnumType,
} from 'graphql';

interface Node {
  readonly type: GraphQLNamedType;
  readonly depth: number;
  readonly children: Map<string, Node>;
  readonly text: string;
}

const deepest = 7;

/**
 * A query that grows field by field at random places: as many fields as there are numbers, at most, so that it stays
 * small on a schema whose types lead back to each other. Some fields have aliases, some selections stand in fragments.
 * @param given writes the arguments of a field; null where it cannot
 */
export function randomTree(
  schema: GraphQLSchema,
  numbers: readonly number[],
  given: (field: GraphQLField<unknown, unknown>) => string | null,
): string {
  const query = schema.getQueryType();
  if (!query) throw new Error('The schema has no queries.');
  const root: Node = { type: query, depth: 0, children: new Map(), text: '' };
  const open: Node[] = [root];
  for (const number of numbers) {
    const parent = open[number % open.length] ?? root;
    if (!isObjectType(parent.type)) continue;
    const fields = Object.values(parent.type.getFields());
    const field = fields[Math.floor(number / 7) % fields.length];
    if (field === undefined) continue;
    const named = getNamedType(field.type);
    const isLeaf = isScalarType(named) || isEnumType(named);
    if (!isLeaf && parent.depth >= deepest) continue;
    const name = number % 5 === 0 ? `a${number % 3}_${field.name}: ${field.name}` : field.name;
    const written = given(field);
    if (written === null) continue;
    const text = name + written;
    if (parent.children.has(text)) continue;
    const node: Node = { type: named, depth: parent.depth + 1, children: new Map(), text };
    parent.children.set(text, node);
    if (!isLeaf) open.push(node);
  }
  return write(root);
}

function write({ type, children, text }: Node): string {
  if (!isObjectType(type)) return text;
  const inner = [...children.values()].map(write);
  const fields = inner.length === 0 ? '__typename' : inner.join(' ');
  // Every other selection stands in a fragment on its own type.
  const selection = inner.length % 2 === 0 ? fields : `... on ${type.name} { ${fields} }`;
  return `${text} { ${selection} }`;
}
