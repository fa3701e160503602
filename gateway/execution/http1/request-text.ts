/** What a field's value may hold here: nothing that could begin a field of its own (RFC 9110, section 5.5). */
const sendable = /^[\t\x20-\x7e]*$/;

/**
 * Makes what writes requests to an address.
 * @returns a request as it is sent, with head and body; throws Error for a field that could be taken for another
 */
export function createRequestWriter({
  host,
  pathname,
  search,
}: URL): (fields: readonly string[], body: string) => string {
  const first = `POST ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`;
  return (fields, body) => {
    let head = first;
    for (let index = 0; index + 1 < fields.length; index += 2) {
      const [name = '', value = ''] = [fields[index], fields[index + 1]];
      if (!sendable.test(value)) throw new Error(`The field ${name} holds what cannot be sent.`);
      head += `${name}: ${value}\r\n`;
    }
    return `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  };
}
