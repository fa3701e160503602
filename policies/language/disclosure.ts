import type { z } from 'zod';
import type { AgreementContext } from './agreement.ts';
import type { disclosureDocument } from './documents.ts';
import { expandGrant } from './grants.ts';
import type { Disclosure } from './set.ts';
import type { Source } from './source.ts';

/**
 * Resolves what a disclosure names; its faults go to the context. It publishes for every owner that has signed it:
 * where signatures count, what belongs to another stays as closed as without it.
 */
export function buildDisclosure(
  source: Source<z.output<typeof disclosureDocument>>,
  context: AgreementContext,
): Disclosure {
  const { grants, effective, expires, ...rest } = source.data;
  if (expires !== undefined && expires <= effective) {
    context.faults.push({
      code: 'PERIOD_EMPTY',
      message: 'It expires before it begins.',
      ...source.at(['expires']),
    });
  }
  const signed = new Set(context.signersOf(rest.id)?.map(({ department }) => department));
  const unsigned = new Set<string>();
  const isPublished = (coordinate: string): boolean => {
    const owner = context.owners.get(coordinate) ?? '';
    if (!context.ownersSign || signed.has(owner)) return true;
    unsigned.add(owner);
    return false;
  };
  const expanded = grants.map((written, index) => {
    const grant = expandGrant(source, ['grants', index], written, null, context);
    return {
      ...grant,
      coordinates: new Set([...grant.coordinates].filter(isPublished)),
      named: new Set([...grant.named].filter(isPublished)),
    };
  });
  for (const owner of [...unsigned].sort()) {
    context.problems.push({
      code: 'DISCLOSURE_UNSIGNED',
      message: `"${rest.id}" publishes nothing of ${owner}: no officer of ${owner} has signed it. Run \`cpz policy sign ${rest.id} --department ${owner} --key FILE\`.`,
      ...source.at(['grants']),
    });
  }
  return {
    kind: 'disclosure',
    ...rest,
    effective,
    expires: expires ?? null,
    grants: expanded,
    unsigned: [...unsigned].sort(),
    place: source.at([]),
  };
}
