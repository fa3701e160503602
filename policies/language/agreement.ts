import type { z } from 'zod';
import type { Signer } from '../release/signers.ts';
import type { agreementDocument } from './documents.ts';
import type { FaultCode } from './codes.ts';
import type { PolicyFault } from './fault.ts';
import { expandGrant, type GrantContext } from './grants.ts';
import type { Agreement, Derivation, Purpose } from './set.ts';
import type { Source } from './source.ts';

/** What an agreement looks things up in. */
export interface AgreementContext extends GrantContext {
  readonly departments: ReadonlySet<string>;
  readonly purposes: ReadonlyMap<string, Purpose>;
  /** Whose good signatures stand under a document; null when approvals count as written. */
  readonly signersOf: (id: string) => readonly Signer[] | null;
  /** Whether a disclosure gives an owner's data only if that owner's officer has signed it. */
  readonly ownersSign: boolean;
  /** Receives what is wrong but stops nothing. */
  readonly problems: PolicyFault[];
}

type AgreementSource = Source<z.output<typeof agreementDocument>>;

/** Resolves what an agreement names; its faults go to the context. */
export function buildAgreement(source: AgreementSource, context: AgreementContext): Agreement {
  const { grants, roles, effective, expires, derivations, ...rest } = source.data;
  const { provider, recipient } = rest;
  const fault = (code: FaultCode, message: string, at: readonly PropertyKey[]): void =>
    void context.faults.push({ code, message, ...source.at(at) });
  for (const side of ['provider', 'recipient'] as const) {
    if (!context.departments.has(rest[side])) {
      fault('DEPARTMENT_UNKNOWN', `There is no department "${rest[side]}" in departments.yaml.`, [
        side,
      ]);
    }
  }
  if (provider === recipient)
    fault('AGREEMENT_WITH_ITSELF', 'A department needs no agreement with itself.', ['recipient']);
  if (source.file.split('/')[1] !== provider) {
    fault('ID_MISNAMED', `An agreement of ${provider} stands in agreements/${provider}/.`, [
      'provider',
    ]);
  }
  rest.purposes.forEach((code, index) => {
    const purpose = context.purposes.get(code);
    if (purpose === undefined) {
      fault('PURPOSE_UNKNOWN', `There is no purpose "${code}" in purposes.yaml.`, [
        'purposes',
        index,
      ]);
    } else if (!purpose.departments.includes(recipient)) {
      fault('PURPOSE_NOT_THEIRS', `${recipient} may not use the purpose ${code}.`, [
        'purposes',
        index,
      ]);
    }
  });
  if (expires !== undefined && expires <= effective)
    fault('PERIOD_EMPTY', 'It expires before it begins.', ['expires']);
  rest.approvals.forEach(({ department }, index) => {
    if (department !== provider && department !== recipient) {
      fault('APPROVAL_FOREIGN', `${department} is no side of this agreement.`, [
        'approvals',
        index,
      ]);
    }
  });
  const standing = approvalProblem(source, context.signersOf(rest.id));
  if (standing !== null) context.problems.push({ ...standing, ...source.at(['approvals']) });
  return {
    kind: 'agreement',
    ...rest,
    roles: roles ?? null,
    effective,
    expires: expires ?? null,
    approved: standing === null,
    grants: grants.map((grant, index) =>
      expandGrant(source, ['grants', index], grant, provider, context),
    ),
    derivations: derivations.map((written, index) =>
      checkDerivation(source, index, written, context),
    ),
    place: source.at([]),
  };
}

/** Why an agreement is not in force; null when both departments have approved, and signed if signatures count. */
function approvalProblem(
  { data: { id, provider, recipient, approvals } }: AgreementSource,
  signers: readonly Signer[] | null,
): Pick<PolicyFault, 'code' | 'message'> | null {
  const sides = [provider, recipient];
  const silent = sides.filter((side) => !approvals.some(({ department }) => department === side));
  if (silent.length > 0) {
    return {
      code: 'AGREEMENT_UNAPPROVED',
      message: `"${id}" is not in force: ${provider} and ${recipient} have not both approved it. Add ${silent.join(' and ')} under "approvals".`,
    };
  }
  if (signers === null) return null;
  const missing = sides.filter(
    (side) =>
      !approvals.some(
        ({ department, officer }) =>
          department === side &&
          signers.some((signer) => signer.department === side && signer.officer === officer),
      ),
  );
  if (missing.length === 0) return null;
  const remedy = missing
    .map((side) => `\`cpz policy sign ${id} --department ${side} --key FILE\``)
    .join(' and ');
  return missing.length === sides.length
    ? {
        code: 'AGREEMENT_UNSIGNED',
        message: `"${id}" is not in force: no officer has signed it. Run ${remedy}.`,
      }
    : {
        code: 'AGREEMENT_HALF_SIGNED',
        message: `"${id}" is not in force: the officer of ${missing.join()} has not signed it. Run ${remedy}.`,
      };
}

function checkDerivation(
  source: AgreementSource,
  index: number,
  written: { readonly target: string; readonly from: readonly string[] },
  { model, owners, stated, faults }: AgreementContext,
): Derivation {
  const { provider, recipient } = source.data;
  const path = ['derivations', index];
  const fault = (code: FaultCode, message: string, at: readonly PropertyKey[]): void =>
    void faults.push({ code, message, ...source.at([...path, ...at]) });
  const target = model.coordinates.get(written.target);
  if (target?.kind !== 'field') {
    fault('COORDINATE_UNKNOWN', `Nothing in the graph is called ${written.target}.`, ['target']);
  } else if (![provider, recipient].includes(owners.get(written.target) ?? '')) {
    fault(
      'DERIVATION_FOREIGN',
      `${written.target} belongs to neither ${provider} nor ${recipient}.`,
      ['target'],
    );
  }
  written.from.forEach((coordinate, position) => {
    if (model.coordinates.get(coordinate)?.kind !== 'field') {
      fault('COORDINATE_UNKNOWN', `Nothing in the graph is called ${coordinate}.`, [
        'from',
        position,
      ]);
    } else if (owners.get(coordinate) !== provider) {
      fault(
        'COORDINATE_NOT_OWNED',
        `${coordinate} is ${owners.get(coordinate) ?? 'nobody'}'s; ${provider} can only sign for what it owns.`,
        ['from', position],
      );
    } else if (stated.get(coordinate)?.classification.sharing === 'WITHHELD') {
      fault(
        'COORDINATE_WITHHELD',
        `${coordinate} is WITHHELD (不予共享): nothing may be derived from it.`,
        ['from', position],
      );
    }
  });
  return { place: source.at(path), target: written.target, from: written.from };
}
