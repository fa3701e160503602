import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AnswerBytes, prepare } from './answer-bytes.ts';

const out = new AnswerBytes();
const asWritten = (write: () => void): string => {
  out.truncate(0);
  write();
  return out.take().toString();
};

/** Strings of everything that JSON or UTF-8 treats in a way of its own, short and long. */
const strings = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', '\\', '\n', '\u0000', '\u007f', '\u0080', '\u07ff', '\u0800', '\uffff'),
      fc.constantFrom('\ud800', '\udfff', '\ud83d\ude00', '\u2028', '沈阳', 'x'.repeat(60)),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

describe('what is written', () => {
  test('is what JSON.stringify gives, for any string and number', () => {
    fc.assert(
      fc.property(strings, (value) => {
        expect(
          asWritten(() => {
            out.string(value);
          }),
        ).toBe(JSON.stringify(value));
      }),
      { numRuns: 1_000 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer(),
          fc.maxSafeInteger(),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.constantFrom(-0, 0, 9, 10, 2 ** 31 - 1, 2 ** 31, 1e21),
        ),
        (value) => {
          expect(
            asWritten(() => {
              out.number(value);
            }),
          ).toBe(JSON.stringify(value));
        },
      ),
    );
  });

  test('grows as it must, and stays where it was given out', () => {
    const long = '长'.repeat(700_000);
    const first = asWritten(() => {
      for (let count = 0; count < 3; count += 1) out.string(long);
    });
    expect(first).toBe(JSON.stringify(long).repeat(3));
    out.prepared(prepare('[1]'));
    const given = out.take();
    out.prepared(prepare('{}'));
    expect(given.toString()).toBe('[1]');
    expect(out.take().toString()).toBe('{}');
  });

  test('can be taken back', () => {
    out.string('kept');
    const { length } = out;
    out.string('not kept');
    out.truncate(length);
    expect(out.take().toString()).toBe('"kept"');
  });
});
