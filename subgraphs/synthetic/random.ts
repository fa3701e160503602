/** The seed of the synthetic zone. */
const seed = 'cpz-2018-93';

/** Numbers that depend on nothing but what they are drawn for. */
export interface Stream {
  /** 0 up to but not 1. */
  readonly next: () => number;
  /** A whole number from `from` to `to`, both included. */
  readonly int: (from: number, to: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
  /** One of the items, by weight. */
  readonly weighted: <T>(items: readonly (readonly [T, number])[]) => T;
  /** Log-normal with this median and sigma. */
  readonly lognormal: (median: number, sigma: number) => number;
}

/**
 * The stream of one row: equal for equal arguments, whichever rows are made before it, so that any slice of the data
 * can be made alone and a larger profile begins with the smaller one.
 * @param kind what the row is, such as `order`
 */
export function stream(kind: string, ...index: readonly number[]): Stream {
  const next = sfc32(`${seed}/${kind}/${index.join('/')}`);
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(next() * items.length)];
    if (item === undefined) throw new RangeError('There is nothing to pick from.');
    return item;
  };
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    weighted: (items) => {
      const total = items.reduce((sum, [, weight]) => sum + weight, 0);
      let rest = next() * total;
      for (const [item, weight] of items) {
        rest -= weight;
        if (rest < 0) return item;
      }
      return pick(items)[0];
    },
    lognormal: (median, sigma) => {
      // Box and Muller; the first draw is kept away from zero.
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * next()));
    },
  };
}

/** Small fast counter generator (Chris Doty-Humphrey, PractRand), keyed by four hashes of the text. */
function sfc32(text: string): () => number {
  let [a, b, c, d] = hash(text);
  return () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
}

/** Four hashes of 32 bits, each mixed with the others (after MurmurHash3's finaliser). */
function hash(text: string): [number, number, number, number] {
  let [a, b, c, d] = [1_779_033_703, 3_144_134_277, 1_013_904_242, 2_773_480_762];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ code, 597_399_067);
    b = c ^ Math.imul(b ^ code, 2_869_860_233);
    c = d ^ Math.imul(c ^ code, 951_274_213);
    d = a ^ Math.imul(d ^ code, 2_716_044_179);
  }
  a = Math.imul(c ^ (a >>> 18), 597_399_067);
  b = Math.imul(d ^ (b >>> 22), 2_869_860_233);
  c = Math.imul(a ^ (c >>> 17), 951_274_213);
  d = Math.imul(b ^ (d >>> 19), 2_716_044_179);
  const all = a ^ b ^ c ^ d;
  return [all, a ^ all, b ^ all, c ^ all];
}
