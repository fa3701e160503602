import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { indexedField, literalField, namedField, readFieldBlock } from './field-block.ts';

const read = (hex: string): string[] => readFieldBlock(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

describe('a block of fields', () => {
  test.each([
    // The examples of RFC 7541, appendix C, that name nothing of another block.
    [
      'a literal',
      '400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572',
      ['custom-key', 'custom-header'],
    ],
    ['a value of a known name', '040c 2f73 616d 706c 652f 7061 7468', [':path', '/sample/path']],
    ['a secret', '1008 7061 7373 776f 7264 0673 6563 7265 74', ['password', 'secret']],
    ['a known field', '82', [':method', 'GET']],
    [
      'fields in Huffman’s code',
      '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
      [...[':method', 'GET', ':scheme', 'http', ':path', '/', ':authority', 'www.example.com']],
    ],
    [
      'a response in Huffman’s code',
      '4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3',
      [
        ...[':status', '302', 'cache-control', 'private'],
        ...['date', 'Mon, 21 Oct 2013 20:13:21 GMT', 'location', 'https://www.example.com'],
      ],
    ],
    ['the last known field', '7d 00', ['www-authenticate', '']],
    ['a table kept empty, and a field', '20 88', [':status', '200']],
    ['nothing', '', []],
  ])('gives %s', (_, hex, fields) => {
    expect(read(hex)).toEqual(fields);
  });

  test.each([
    ['a field of the table that is kept empty', 'be', 'it names a field that it has not given'],
    ['a field numbered 0', '80', 'it names a field that it has not given'],
    ['a name of that table', '7e 00', 'it names a field that it has not given'],
    ['another size of that table', '3f e1 1f', 'it changes the table of its fields'],
    ['its size after a field', '88 20', 'it changes the table of its fields'],
    ['a number without end', '7f ff ff ff ff ff ff 00', 'a number of its fields is too large'],
    ['a number that breaks off', '7f ff', 'its fields break off'],
    ['a string that breaks off', '40 05 61', 'its fields break off'],
    ['no value', '40 01 61', 'its fields break off'],
    ['the end in Huffman’s code', '40 84 ff ff ff ff 00', 'a field is not in Huffman’s code'],
    ['a filling of zeros', '40 81 18 00', 'a field is not in Huffman’s code'],
    ['a filling of a whole byte', '40 82 1f ff 00', 'a field is not in Huffman’s code'],
  ])('that has %s is refused', (_, hex, message) => {
    expect(() => read(hex)).toThrow(message);
  });

  test('that is written says what was meant', () => {
    const text = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
      maxLength: 400,
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), text, (fields, path) => {
        const block =
          indexedField(3) +
          namedField(4, path) +
          fields.map(([name, value]) => literalField(name, value)).join('');
        expect(readFieldBlock(Buffer.from(block, 'latin1'))).toEqual([
          ...[':method', 'POST', ':path', path],
          ...fields.flatMap(([name, value]) => [name, value]),
        ]);
      }),
    );
  });

  test('of any bytes is read or refused, and never more than it has', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          // Huffman’s shortest codes are of five bits, and a known field is of one byte.
          for (const text of readFieldBlock(Buffer.from(bytes)))
            expect(text.length).toBeLessThanOrEqual(Math.max(32, (bytes.length * 8) / 5));
        } catch (error) {
          expect(String(error)).toMatch(/^Error: (it|its|a) /);
        }
      }),
    );
  });
});
