import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { Failure } from '../failure.ts';
import { print } from './print.ts';

/** `cpz policy key`: a key pair for an officer or a sealer. */
export function registerKey(policy: Command): void {
  policy
    .command('key')
    .argument('<file>', 'where the private key goes; it must not exist')
    .description(
      'Make a private key (Ed25519) for an officer or a sealer, and print what goes into the trust file. Who keeps keys on a card or in an HSM registers its public key instead.',
    )
    .addHelpText('after', '\nExample:\n  cpz policy key tax-officer.jwk.json\n')
    .action(makeKey);
}

async function makeKey(file: string): Promise<void> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { kty, crv, x, d } = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint({ kty, crv, x } as Parameters<
    typeof calculateJwkThumbprint
  >[0]);
  try {
    await writeFile(file, `${JSON.stringify({ kty, crv, x, d, kid }, null, 2)}\n`, {
      flag: 'wx',
      mode: 0o600,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(`The key cannot be written: ${why}.`, 73);
  }
  print({ key: { kty, crv, x, kid } });
}
