import { everyClass } from '../decision/classes.ts';
import { directSources } from '../decision/sources.ts';
import type { PolicyTable } from '../decision/table.ts';
import type { PolicyFault } from '../language/fault.ts';
import { isAllowed, type Sharing } from '../vocabulary.ts';
import { describeClass, describeEffect } from '../decision/reason.ts';
import { inSupergraph } from './place.ts';

const openness: Readonly<Record<Sharing, number>> = {
  UNCONDITIONAL: 2,
  CONDITIONAL: 1,
  WITHHELD: 0,
};

/**
 * What a field gives away of the fields from which it is computed: classified more openly than one of them, or read
 * in full by somebody who gets a source masked, on some rows, or not at all.
 */
export function openDerived({ policies, decide, derivation }: PolicyTable): PolicyFault[] {
  const classes = everyClass(policies);
  const faults: PolicyFault[] = [];
  for (const { kind, coordinate } of policies.coordinates.values()) {
    if (kind !== 'field') continue;
    const sharing = policies.classificationOf(coordinate)?.sharing;
    for (const source of directSources(policies, coordinate)) {
      const sourceSharing = policies.classificationOf(source)?.sharing;
      const agreement = derivation(coordinate, source);
      const isOpener =
        sharing !== undefined &&
        sourceSharing !== undefined &&
        openness[sharing] > openness[sourceSharing];
      if (isOpener && agreement === null) {
        faults.push({
          code: 'CLASSIFIED_MORE_OPEN',
          message: `${coordinate} is ${sharing} and computed from ${source}, which is ${sourceSharing}: it is given no further than its source.`,
          ...inSupergraph(coordinate),
        });
      }
      if (agreement === null) continue;
      const gaining = classes.filter(
        (cls) =>
          isAllowed(decide(cls, coordinate).effect) && !isAllowed(decide(cls, source).effect),
      );
      const masked = gaining.find((cls) => decide(cls, source).effect.mask !== null);
      const [first] = masked === undefined ? gaining : [masked];
      if (first === undefined) continue;
      const place = policies.agreements
        .find(({ id }) => id === agreement)
        ?.derivations.find(({ target, from }) => target === coordinate && from.includes(source));
      faults.push({
        code: masked === undefined ? 'DERIVED_MORE_OPEN' : 'MASK_BETRAYED',
        message: `${describeClass(first)} reads ${coordinate} in full and ${source}, from which it is computed, ${describeEffect(decide(first, source).effect)}${gaining.length > 1 ? `; ${gaining.length} classes in all` : ''}.`,
        ...(place?.place ?? inSupergraph(coordinate)),
      });
    }
  }
  return faults;
}
