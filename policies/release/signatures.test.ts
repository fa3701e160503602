import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { calculateJwkThumbprint, GeneralSign, importJWK } from 'jose';
import { compileTable, isDenied, type PolicySet, signablesOf } from '../index.ts';
import {
  documents,
  file,
  folderOf,
  id,
  type Name,
  prepareSigning,
  type Signing,
} from '../testing/signing.ts';

let house: Signing;
beforeAll(async () => {
  house = await prepareSigning();
});
afterAll(() => house.close());

function westReadsName(set: PolicySet): boolean {
  const table = compileTable(set, new Date('2026-01-01T00:00:00Z'));
  const cls = table.classOf({
    kind: 'department',
    subject: 's',
    department: 'west',
    roles: [],
    purpose: 'REVIEW',
  });
  return !isDenied(table.decide(cls, 'Person.name').effect);
}

function codes({ problems }: PolicySet): string[] {
  return problems.map(({ code }) => code);
}

describe('an agreement', () => {
  test('is in force when the officers of both departments have signed it', async () => {
    const set = await house.load(await house.signedBy(['east', 'west']));
    expect(codes(set)).toEqual([]);
    expect(westReadsName(set)).toBe(true);
    expect(westReadsName(await house.load(await house.signedBy(['west', 'curve'])))).toBe(true);
  });

  test.each<[string, readonly Name[], readonly string[]]>([
    ['nobody', [], ['AGREEMENT_UNSIGNED']],
    ['one side', ['east'], ['AGREEMENT_HALF_SIGNED']],
    ['one side twice', ['east', 'curve'], ['AGREEMENT_HALF_SIGNED']],
    [
      'an officer whom it does not name',
      ['east', 'other'],
      ['SIGNER_FOREIGN', 'AGREEMENT_HALF_SIGNED'],
    ],
    [
      "a third department's officer",
      ['east', 'north'],
      ['SIGNER_FOREIGN', 'AGREEMENT_HALF_SIGNED'],
    ],
    ['a stranger', ['east', 'stranger'], ['SIGNER_UNKNOWN', 'AGREEMENT_HALF_SIGNED']],
    ['a sealer', ['east', 'sealer'], ['SIGNER_UNKNOWN', 'AGREEMENT_HALF_SIGNED']],
  ])('is not when signed by %s', async (_who, names, found) => {
    const set = await house.load(await house.signedBy(names));
    expect(codes(set).filter((code) => code.startsWith('AGREEMENT') || code === found[0])).toEqual(
      expect.arrayContaining([...found]),
    );
    expect(westReadsName(set)).toBe(false);
    const [problem] = set.problems.filter(({ code }) => code.startsWith('AGREEMENT'));
    expect(problem).toMatchObject({ file, line: 10 });
    expect(problem?.message).toContain(`cpz policy sign ${id} --department`);
  });

  test('is not when it was altered after it was signed', async () => {
    const { signatures } = await house.signedBy(['east', 'west']);
    const altered = {
      ...documents,
      [file]: documents[file]?.replace('effective: 2025-06-01', 'effective: 2024-06-01') ?? '',
      [`signatures/${id}.json`]: signatures.get(id) ?? '',
    };
    const set = await house.load(folderOf(altered));
    expect(codes(set)).toEqual(
      expect.arrayContaining(['SIGNATURE_INVALID', 'SIGNATURE_INVALID', 'AGREEMENT_UNSIGNED']),
    );
    expect(westReadsName(set)).toBe(false);
  });

  test('stays signed when it is laid out otherwise and says the same', async () => {
    const { signatures } = await house.signedBy(['east', 'west']);
    const text = documents[file] ?? '';
    const said = {
      ...documents,
      [file]: `# a comment\n${text.replace('purposes: [REVIEW]', 'purposes:\n  - "REVIEW"')}`,
      [`signatures/${id}.json`]: signatures.get(id) ?? '',
      'signatures/names.json': signatures.get('names') ?? '',
    };
    const set = await house.load(folderOf(said));
    expect(codes(set)).toEqual([]);
    expect(westReadsName(set)).toBe(true);
  });

  test('is not when a key is revoked, or its signatures stand under another document', async () => {
    const release = await house.signedBy(['east', 'west']);
    const set = await house.load(release, await house.officersFile({ west: '2026-01-01' }));
    expect(codes(set)).toEqual(expect.arrayContaining(['SIGNER_REVOKED', 'AGREEMENT_HALF_SIGNED']));
    expect(westReadsName(set)).toBe(false);
    const swapped = folderOf({
      ...documents,
      [`signatures/${id}.json`]: release.signatures.get('names') ?? '',
      'signatures/nobody.json': '{"signatures":[]}',
      'signatures/names.json': 'no JSON',
    });
    const other = await house.load(swapped);
    expect(codes(other)).toEqual(
      expect.arrayContaining(['SIGNATURE_INVALID', 'SIGNATURE_ORPHANED', 'AGREEMENT_UNSIGNED']),
    );
    expect(westReadsName(other)).toBe(false);
  });

  test('is not when a signature was made for something else', async () => {
    const [signable] = signablesOf(folderOf(documents));
    const signed = await new GeneralSign(new TextEncoder().encode(signable?.payload))
      .addSignature(await importJWK(house.keys.west, 'EdDSA'))
      .setProtectedHeader({
        alg: 'EdDSA',
        kid: await calculateJwkThumbprint(house.keys.west),
        typ: 'cpz-policy-bundle',
      })
      .sign();
    const { signatures } = await house.signedBy(['east']);
    const byEast = JSON.parse(signatures.get(id) ?? '') as { signatures: object[] };
    const both = { signatures: [...byEast.signatures, ...signed.signatures] };
    const set = await house.load(
      folderOf({ ...documents, [`signatures/${id}.json`]: JSON.stringify(both) }),
    );
    expect(codes(set)).toEqual(
      expect.arrayContaining(['SIGNATURE_INVALID', 'AGREEMENT_HALF_SIGNED']),
    );
  });

  test('is not when nobody is an officer', async () => {
    expect(westReadsName(await house.load(await house.signedBy(['east', 'west']), null))).toBe(
      false,
    );
  });
});

describe('a disclosure', () => {
  const isPublic = (set: PolicySet, coordinate: string): boolean => {
    const table = compileTable(set, new Date('2026-01-01T00:00:00Z'));
    return !isDenied(table.decide(table.classOf({ kind: 'public' }), coordinate).effect);
  };

  test('publishes what belongs to the owners who have signed it, and nothing else', async () => {
    const set = await house.load(await house.signedBy(['west']));
    expect(codes(set)).toContain('DISCLOSURE_UNSIGNED');
    expect(isPublic(set, 'Person.wealth')).toBe(true);
    expect(isPublic(set, 'Person.id')).toBe(false);
    const both = await house.load(await house.signedBy(['east', 'west']));
    expect(isPublic(both, 'Person.id')).toBe(true);
    const at = new Date('2026-01-01T00:00:00Z');
    expect(compileTable(both, at).version).not.toBe(compileTable(set, at).version);
  });

  test('needs no signature where no department is registered', async () => {
    const alone = folderOf({ 'disclosures/names.yaml': documents['disclosures/names.yaml'] ?? '' });
    expect(isPublic(await house.load(alone, null), 'Person.wealth')).toBe(true);
  });
});
