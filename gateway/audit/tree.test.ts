import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GrowingTree, inclusionPath, leafHash, rootFromPath } from './tree.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
/** Leaves and roots that certificate transparency's own tests publish. */
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => leafHash(bytes(hex)));
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const treeOf = (some: readonly Buffer[]): GrowingTree => {
  const tree = new GrowingTree();
  for (const leaf of some) tree.add(leaf);
  return tree;
};

describe('the tree of records', () => {
  test('has the roots that are published for it, at every size', () => {
    const found = roots.map((_root, size) => treeOf(leaves.slice(0, size)).root().toString('hex'));
    expect(found).toEqual(roots);
  });

  test('proves each leaf, and no other in its place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (size, at, other) => {
        const all = Array.from({ length: size }, (_, index) => leafHash(Buffer.from([index])));
        const [index, elsewhere] = [at % size, other % size];
        const path = inclusionPath(all, index);
        const root = treeOf(all).root();
        const leaf = all[index] ?? leafHash(Buffer.of());
        expect(rootFromPath(leaf, index, size, path)?.equals(root)).toBe(true);
        expect(rootFromPath(leafHash(bytes('ff00')), index, size, path)?.equals(root)).not.toBe(
          true,
        );
        if (elsewhere !== index) {
          expect(rootFromPath(leaf, elsewhere, size, path)?.equals(root)).not.toBe(true);
        }
      }),
    );
  });

  test('takes no path that is too long, too short, or of a leaf that cannot be', () => {
    const path = inclusionPath(leaves, 3);
    const leaf = leaves[3] ?? leafHash(Buffer.of());
    const root = treeOf(leaves).root();
    expect(rootFromPath(leaf, 3, 8, path)).toEqual(root);
    expect(rootFromPath(leaf, 3, 8, [...path, leaf])).toBeNull();
    expect(rootFromPath(leaf, 3, 8, path.slice(1))).not.toEqual(root);
    expect(rootFromPath(leaf, 8, 8, path)).toBeNull();
    expect(rootFromPath(leaf, -1, 8, path)).toBeNull();
    expect(rootFromPath(leaf, 2 ** 60, 2 ** 61, path)).toBeNull();
  });
});
