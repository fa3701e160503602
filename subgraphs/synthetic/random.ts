// A name of the module is found faster than one of the global object, where tests run.
const { imul } = Math;

/** The seed of the synthetic zone. */
const seed = 'cpz-2018-93';

/** Numbers that depend on nothing but what they are drawn for. */
export interface Stream {
  /** 0 up to but not 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** One of the items, by weight. */
  weighted<T>(items: readonly (readonly [T, number])[]): T;
  /** Log-normal with this median and sigma. */
  lognormal(median: number, sigma: number): number;
}

/**
 * The stream of one row: equal for equal arguments, whichever rows are made before it, so that any slice of the data
 * can be made alone and a larger profile begins with the smaller one.
 * @param kind what the row is, such as `order`
 */
export function stream(kind: string, ...index: readonly number[]): Stream {
  return new Sfc32(`${seed}/${kind}/${index.join('/')}`);
}

/**
 * Small fast counter generator (Chris Doty-Humphrey, PractRand), keyed by four hashes of the text. A class, because
 * there are some for each row: functions of its own for each would cost as much as what they draw.
 */
class Sfc32 implements Stream {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(text: string) {
    [this.#a, this.#b, this.#c, this.#d] = hash(text);
  }

  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  }

  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new RangeError('There is nothing to pick from.');
    return item;
  }

  weighted<T>(items: readonly (readonly [T, number])[]): T {
    const total = items.reduce((sum, [, weight]) => sum + weight, 0);
    let rest = this.next() * total;
    for (const [item, weight] of items) {
      rest -= weight;
      if (rest < 0) return item;
    }
    return this.pick(items)[0];
  }

  lognormal(median: number, sigma: number): number {
    // Box and Muller; the first draw is kept away from zero.
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * this.next()));
  }
}

/** Four hashes of 32 bits, each mixed with the others (after MurmurHash3's finaliser). */
function hash(text: string): [number, number, number, number] {
  let [a, b, c, d] = [1_779_033_703, 3_144_134_277, 1_013_904_242, 2_773_480_762];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = b ^ imul(a ^ code, 597_399_067);
    b = c ^ imul(b ^ code, 2_869_860_233);
    c = d ^ imul(c ^ code, 951_274_213);
    d = a ^ imul(d ^ code, 2_716_044_179);
  }
  a = imul(c ^ (a >>> 18), 597_399_067);
  b = imul(d ^ (b >>> 22), 2_869_860_233);
  c = imul(a ^ (c >>> 17), 951_274_213);
  d = imul(b ^ (d >>> 19), 2_716_044_179);
  const all = a ^ b ^ c ^ d;
  return [all, a ^ all, b ^ all, c ^ all];
}
