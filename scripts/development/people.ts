import type { PolicySet } from '../../policies/index.ts';
import type { DevelopmentKeys } from './keys.ts';
import { issueToken } from './token.ts';

/** Somebody of a department, as whom a developer may ask. */
export interface Person {
  readonly id: string;
  readonly department: string;
  readonly role: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly purposes: readonly {
    readonly code: string;
    readonly description: { readonly zh: string; readonly en: string };
  }[];
  readonly token: string;
  readonly expiresAt: string;
}

const lifetimeSeconds = 8 * 3600;

/** One person of each department with a fresh token that carries all of the department's purposes. */
export function people(policies: PolicySet, keys: DevelopmentKeys): Promise<readonly Person[]> {
  return Promise.all(
    policies.departments.map(async ({ id, name }) => {
      const purposes = policies.purposes
        .filter(({ departments }) => departments.includes(id))
        .map(({ code, description }) => ({ code, description }));
      const role = id === 'oversight' ? 'auditor' : id === 'finance' ? 'reviewer' : 'analyst';
      const token = await issueToken(await keys.issuerKey(id), {
        department: id,
        roles: [role],
        purposes: purposes.map(({ code }) => code),
        lifetimeSeconds,
      });
      return {
        id: `${id}-${role}`,
        department: id,
        role,
        title: { zh: `${name.zh} · ${roleNames[role]}`, en: `${name.en}, ${role}` },
        purposes,
        token,
        expiresAt: new Date(Date.now() + lifetimeSeconds * 1000).toISOString(),
      };
    }),
  );
}

const roleNames = { auditor: '审计员', reviewer: '审查员', analyst: '分析员' } as const;
