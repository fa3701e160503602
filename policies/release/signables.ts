import canonicalize from 'canonicalize';
import {
  agreementDocument,
  departmentsDocument,
  disclosureDocument,
} from '../language/documents.ts';
import { parseSource, type Source } from '../language/source.ts';
import type { Release } from './release.ts';
import type { Signable } from './sign.ts';

/** The documents of a release that officers sign; those that cannot be read are left out. */
export function signablesOf({ documents }: Release): readonly Signable[] {
  return [...documents].flatMap(([file, text]): Signable[] => {
    if (file.startsWith('agreements/')) {
      const { source } = parseSource(file, text, agreementDocument);
      return source === null ? [] : [agreementToSign(source)];
    }
    if (file.startsWith('disclosures/')) {
      const { source } = parseSource(file, text, disclosureDocument);
      return source === null ? [] : [disclosureToSign(source)];
    }
    return [];
  });
}

/** The departments that a release registers; none when it has no register. */
export function registeredDepartments({ documents }: Release): readonly string[] {
  const file = 'departments.yaml';
  const { source } = parseSource(file, documents.get(file) ?? '', departmentsDocument);
  return source?.data.departments.map(({ id }) => id) ?? [];
}

type AgreementSource = Source<ReturnType<typeof agreementDocument.parse>>;
type DisclosureSource = Source<ReturnType<typeof disclosureDocument.parse>>;

/** What is signed of an agreement. */
export function agreementToSign(source: AgreementSource): Signable {
  const { id, approvals } = source.data;
  const place = source.at(['approvals']);
  return { kind: 'agreement', id, payload: payloadOf(source), approvals, place };
}

/** What is signed of a disclosure. */
export function disclosureToSign(source: DisclosureSource): Signable {
  const { id } = source.data;
  return {
    kind: 'disclosure',
    id,
    payload: payloadOf(source),
    approvals: [],
    place: source.at([]),
  };
}

function payloadOf({ content }: Source<unknown>): string {
  return canonicalize(content) ?? '';
}
