/** What a request to a subgraph says, whichever protocol carries it. */
export interface RequestParts {
  /** Fields that many requests have in common, names and values in turn; the same list is written once. */
  readonly common: readonly string[];
  /** The others, names and values in turn. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** What a field's value may hold here: nothing that could begin a field of its own (RFC 9110, section 5.5). */
const sendable = /^[\t\x20-\x7e]*$/;

/**
 * Writes fields, names and values in turn, one after the other.
 * @throws Error for a field that could be taken for another
 */
export function writeFields(
  fields: readonly string[],
  write: (name: string, value: string) => string,
): string {
  let text = '';
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [name = '', value = ''] = [fields[index], fields[index + 1]];
    if (!sendable.test(value)) throw new Error(`The field ${name} holds what cannot be sent.`);
    text += write(name, value);
  }
  return text;
}
