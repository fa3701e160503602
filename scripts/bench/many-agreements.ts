import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Who shares what with whom; every recipient has an agreement for each purpose. */
export interface Sharing {
  readonly owner: string;
  /** The subgraphs that the owner operates. */
  readonly operates: readonly string[];
  /** Subgraphs by the entity that they lead. */
  readonly leads: Readonly<Record<string, string>>;
  readonly recipients: readonly string[];
  readonly purposes: readonly string[];
  /** What each agreement grants, named one by one. */
  readonly coordinates: readonly string[];
}

/** Writes policies of many agreements into a folder, and gives the folder. */
export async function writeAgreements(folder: string, sharing: Sharing): Promise<string> {
  const { owner, operates, leads, recipients, purposes, coordinates } = sharing;
  const name = { zh: '名', en: 'Name' };
  const legalBasis = ['None; a benchmark'];
  const department = (id: string, operated: readonly string[]): object => ({
    ...{ id, name, issuer: `urn:cpz:development:${id}` },
    ...(operated.length === 0 ? {} : { operates: operated }),
  });
  const files: Record<string, unknown> = {
    'departments.yaml': {
      departments: [department(owner, operates), ...recipients.map((id) => department(id, []))],
      leads,
    },
    'purposes.yaml': {
      purposes: purposes.map((code) => ({
        ...{ code, name, description: name, legalBasis: legalBasis.join() },
        departments: recipients,
      })),
    },
    'classifications/all.yaml': {
      classifications: [{ coordinates: ['*.*'], category: 'goods', sharing: 'CONDITIONAL' }],
    },
  };
  for (const recipient of recipients) {
    for (const [index, code] of purposes.entries()) {
      const id = `${owner}-to-${recipient}-${index}`;
      files[`agreements/${owner}/${id}.yaml`] = {
        ...{ id, title: name, provider: owner, recipient, purposes: [code], legalBasis },
        effective: '2020-01-01',
        approvals: [owner, recipient].map((department) => ({
          ...{ department, officer: `${department}-officer`, on: '2019-12-01' },
        })),
        grants: [{ coordinates, allow: true }],
      };
    }
  }
  for (const [file, content] of Object.entries(files)) {
    const written = path.join(folder, file);
    await mkdir(path.dirname(written), { recursive: true });
    await writeFile(written, JSON.stringify(content));
  }
  return folder;
}
