import { MalformedResponse } from '../malformed-response.ts';

/**
 * How many bits the code of each byte has, and of what stands for the end, which comes last (RFC 7541, appendix B): A
 * is 5, B is 6, and so on. The codes follow from it: the code is canonical, shorter ones first, and equal ones in order.
 */
const lengths =
  'ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHFIBCCCCCCCCCCCCCCCCCCCCCCDCDIOIJBKABABABBBACCBBBABCBAABC' +
  'CCCCKGJIXPRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRTQRSSQQRQSRSSPRRRSRRSVVPORSRUVVVWWVTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWVZ';

const endOfString = 256;

/** The codes as a tree: where bit B leads to from node N stands at 2N + B. What is negative is a byte, less 257. */
const tree = plant();

function plant(): Int16Array {
  const symbols = Array.from(lengths, (letter, symbol) => ({
    symbol,
    bits: letter.charCodeAt(0) - 60,
  })).sort((a, b) => a.bits - b.bits || a.symbol - b.symbol);
  const nodes = new Int16Array(2 * 256);
  let [code, width, used] = [0, 0, 1];
  for (const { symbol, bits } of symbols) {
    code *= 2 ** (bits - width);
    width = bits;
    let node = 0;
    for (let bit = bits - 1; bit > 0; bit -= 1) {
      const at = 2 * node + ((code >>> bit) & 1);
      node = nodes[at] ?? 0;
      if (node === 0) node = nodes[at] = used++;
    }
    nodes[2 * node + (code & 1)] = symbol - 257;
    code += 1;
  }
  return nodes;
}

/**
 * Reads a string in Huffman's code (RFC 7541, section 5.2); each byte is a character.
 * @throws MalformedResponse
 */
export function readHuffman(bytes: Uint8Array): string {
  let text = '';
  let node = 0;
  /** Bits since the last character, and whether all were ones, with which the last byte is filled. */
  let [open, areOnes] = [0, true];
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit -= 1) {
      const value = (byte >>> bit) & 1;
      node = tree[2 * node + value] ?? 0;
      open += 1;
      areOnes &&= value === 1;
      if (node >= 0) continue;
      if (node + 257 === endOfString)
        throw new MalformedResponse('a field is not in Huffman’s code');
      text += String.fromCharCode(node + 257);
      [node, open, areOnes] = [0, 0, true];
    }
  }
  if (open > 7 || !areOnes) throw new MalformedResponse('a field is not in Huffman’s code');
  return text;
}
