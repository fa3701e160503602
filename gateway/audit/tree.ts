import { createHash } from 'node:crypto';

/** SHA-256 of a leaf or a node of the tree, 32 bytes. */
export type TreeHash = Buffer;

/** Hash of a record as a leaf (RFC 6962, section 2.1): one that a node can never have. */
export function leafHash(record: Uint8Array): TreeHash {
  return createHash('sha256').update(leafPrefix).update(record).digest();
}

const leafPrefix = Buffer.of(0);
const nodePrefix = Buffer.of(1);

function nodeHash(left: TreeHash, right: TreeHash): TreeHash {
  return createHash('sha256').update(nodePrefix).update(left).update(right).digest();
}

/** A tree that only grows: the roots of the perfect subtrees that its leaves make up, largest first. */
export class GrowingTree {
  #size = 0;
  readonly #peaks: TreeHash[] = [];

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** Adds a leaf at the end. */
  add(leaf: TreeHash): void {
    let peak = leaf;
    for (let below = this.#size; below % 2 === 1; below = (below - 1) / 2) {
      const left = this.#peaks.pop();
      if (left !== undefined) peak = nodeHash(left, peak);
    }
    this.#peaks.push(peak);
    this.#size += 1;
  }

  /** The Merkle tree hash of all leaves (RFC 6962, section 2.1). */
  root(): TreeHash {
    const last = this.#peaks.at(-1);
    if (last === undefined) return createHash('sha256').digest();
    return this.#peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
  }
}

/**
 * The audit path of a leaf (RFC 6962, section 2.1.1), from the leaf up.
 * @throws RangeError when the tree has no such leaf
 */
export function inclusionPath(leaves: readonly TreeHash[], index: number): TreeHash[] {
  if (!(index >= 0 && index < leaves.length)) {
    throw new RangeError(`There is no record ${index} among ${leaves.length}.`);
  }
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  return index < split
    ? [...inclusionPath(leaves.slice(0, split), index), rootOf(leaves.slice(split))]
    : [...inclusionPath(leaves.slice(split), index - split), rootOf(leaves.slice(0, split))];
}

/**
 * The root that an audit path leads to (RFC 9162, section 2.1.3.2); null when the path cannot be one of that leaf.
 * Every argument may come from whoever wants to deceive.
 */
export function rootFromPath(
  leaf: TreeHash,
  index: number,
  size: number,
  path: readonly TreeHash[],
): TreeHash | null {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size)) return null;
  if (index < 0 || index >= size) return null;
  let [position, last, root] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return null;
    if (position % 2 === 1 || position === last) {
      root = nodeHash(sibling, root);
      while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)];
    } else {
      root = nodeHash(root, sibling);
    }
    [position, last] = [half(position), half(last)];
  }
  return last === 0 ? root : null;
}

/** The largest power of two below the number of leaves. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

function rootOf(leaves: readonly TreeHash[]): TreeHash {
  const tree = new GrowingTree();
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

function half(number: number): number {
  return Math.floor(number / 2);
}
