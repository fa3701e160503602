import { hash } from 'node:crypto';

/** SHA-256 of a leaf or a node of the tree, 32 bytes. */
export type TreeHash = Buffer;

/** Hash of a record as a leaf (RFC 6962, section 2.1): one that a node can never have. */
export function leafHash(record: Uint8Array): TreeHash {
  return Buffer.from(leafText(record), 'latin1');
}

function nodeHash(left: TreeHash, right: TreeHash): TreeHash {
  return Buffer.from(nodeText(left.toString('latin1'), right.toString('latin1')), 'latin1');
}

/** A hash as text of 32 bytes (Latin 1): a busy log hashes for each request, and a `Buffer` costs more than its hash. */
type HashText = string;

const leafPrefix = 0;
const nodePrefix = 1;
const node = Buffer.alloc(65, nodePrefix);
let leaf = Buffer.alloc(4_096, leafPrefix);

function leafText(record: Uint8Array): HashText {
  if (record.length >= leaf.length) leaf = Buffer.alloc(2 * record.length, leafPrefix);
  leaf.set(record, 1);
  return hash('sha256', leaf.subarray(0, record.length + 1), 'binary');
}

function nodeText(left: HashText, right: HashText): HashText {
  node.write(left, 1, 'latin1');
  node.write(right, 33, 'latin1');
  return hash('sha256', node, 'binary');
}

/** A tree that only grows: the roots of the perfect subtrees that its leaves make up, largest first. */
export class GrowingTree {
  #size = 0;
  readonly #peaks: HashText[] = [];

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** Adds a record at the end. */
  addRecord(record: Uint8Array): void {
    this.#push(leafText(record));
  }

  /** Adds the hash of a record at the end. */
  add(leaf: TreeHash): void {
    this.#push(leaf.toString('latin1'));
  }

  #push(added: HashText): void {
    let peak = added;
    for (let below = this.#size; below % 2 === 1; below = (below - 1) / 2) {
      const left = this.#peaks.pop();
      if (left !== undefined) peak = nodeText(left, peak);
    }
    this.#peaks.push(peak);
    this.#size += 1;
  }

  /** The Merkle tree hash of all leaves (RFC 6962, section 2.1). */
  root(): TreeHash {
    const last = this.#peaks.at(-1);
    const root =
      last === undefined
        ? hash('sha256', '', 'binary')
        : this.#peaks.slice(0, -1).reduceRight((right, left) => nodeText(left, right), last);
    return Buffer.from(root, 'latin1');
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
