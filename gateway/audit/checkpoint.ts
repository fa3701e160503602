import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { TreeHash } from './tree.ts';

/** What a checkpoint says: so many records of this log, and the root of their tree. */
export interface Checkpoint {
  /** Names the log. */
  readonly origin: string;
  readonly size: number;
  readonly root: TreeHash;
}

/** Whoever holds it can tell a checkpoint of the log from a forged one. */
export interface CheckpointVerifier {
  /** The key's name, which is the log's origin. */
  readonly name: string;
  readonly key: KeyObject;
}

/** Ed25519 in signed notes. */
const algorithm = 1;

/**
 * A checkpoint as a signed note with one Ed25519 signature.
 * @see https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note
 */
export function signCheckpoint({ origin, size, root }: Checkpoint, privateKey: KeyObject): string {
  const text = `${origin}\n${size}\n${root.toString('base64')}\n`;
  const signature = sign(null, Buffer.from(text), privateKey);
  const id = keyId(origin, createPublicKey(privateKey));
  return `${text}\n— ${origin} ${Buffer.concat([id, signature]).toString('base64')}\n`;
}

/**
 * Reads a checkpoint and verifies its signature.
 * @throws Error that says what is wrong with it
 */
export function openCheckpoint(note: string, { name, key }: CheckpointVerifier): Checkpoint {
  const end = note.indexOf('\n\n— ');
  const text = note.slice(0, end + 1);
  const [origin, size, root, ...rest] = text.split('\n');
  if (end < 0 || origin !== name || !/^(0|[1-9]\d{0,15})$/.test(size ?? '') || rest.length !== 1) {
    throw new Error(`This is no checkpoint of ${name}.`);
  }
  const id = keyId(name, key);
  const isSigned = note
    .slice(end + 2)
    .split('\n')
    .some((line) => {
      const [dash, signer, signed, ...more] = line.split(' ');
      if (dash !== '—' || signer !== name || signed === undefined || more.length > 0) return false;
      const bytes = Buffer.from(signed, 'base64');
      return (
        bytes.subarray(0, 4).equals(id) && verify(null, Buffer.from(text), key, bytes.subarray(4))
      );
    });
  if (!isSigned)
    throw new Error(`The checkpoint of ${size ?? ''} records is not signed by ${name}.`);
  const hash = Buffer.from(root ?? '', 'base64');
  if (hash.length !== 32) throw new Error('The checkpoint holds no SHA-256.');
  return { origin, size: Number(size), root: hash };
}

/** The public key as text: `<name>+<key id>+<algorithm and key>` (C2SP signed note, verifier keys). */
export function verifierText({ name, key }: CheckpointVerifier): string {
  const encoded = Buffer.concat([Buffer.of(algorithm), rawKey(key)]).toString('base64');
  return `${name}+${keyId(name, key).toString('hex')}+${encoded}`;
}

/**
 * Reads a public key that {@link verifierText} wrote.
 * @throws Error when it is none
 */
export function parseVerifier(text: string): CheckpointVerifier {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  const bytes = Buffer.from(encoded ?? '', 'base64');
  if (name === undefined || bytes.length !== 33 || bytes[0] !== algorithm) {
    throw new Error('This is no verifier key: it reads <name>+<eight hex digits>+<base64>.');
  }
  const x = bytes.subarray(1).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  if (keyId(name, key).toString('hex') !== id) {
    throw new Error('The verifier key is damaged: its id is not that of its key.');
  }
  return { name, key };
}

function keyId(name: string, key: KeyObject): Buffer {
  return createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.of(algorithm))
    .update(rawKey(key))
    .digest()
    .subarray(0, 4);
}

function rawKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}
