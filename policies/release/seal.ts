import { PolicyFileError } from '../language/fault.ts';
import { generalJws, isSignedBy, keyIdOf } from './jws.ts';
import type { Officers } from './officers.ts';
import { canonicalRelease, type Release } from './release.ts';
import { signatureTypes } from './sign.ts';

/**
 * Checks that a registered sealer has put the bundle together as it is: registers and classifications have no
 * signatures of their own, and whoever could swap them could say who owns what. A folder needs no seal: who can
 * write to it can write the trust file too.
 * @throws PolicyFileError `BUNDLE_UNSEALED`
 */
export async function checkSeal(release: Release, officers: Officers): Promise<void> {
  if (release.kind === 'folder') return;
  const payload = canonicalRelease(release);
  for (const signature of generalJws.parse(JSON.parse(release.seal ?? '{}')).signatures) {
    const sealer = officers.get(keyIdOf(signature) ?? '');
    if (sealer?.department !== null || sealer.revoked !== null) continue;
    if (await isSignedBy(signature, sealer.key, payload, signatureTypes.release)) return;
  }
  throw new PolicyFileError([
    {
      code: 'BUNDLE_UNSEALED',
      message:
        'No sealer of the trust file has sealed this bundle as it is: it was altered, or sealed with a key that is unknown or revoked. Take it again from where it was made, or register its sealer under "sealers".',
      file: release.path,
      line: 1,
      column: 1,
    },
  ]);
}
