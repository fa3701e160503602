import { commerceExamples } from './examples/commerce.ts';
import { customsExamples } from './examples/customs.ts';
import { financeExamples } from './examples/finance.ts';
import { fxExamples } from './examples/fx.ts';
import { logisticsExamples } from './examples/logistics.ts';
import { oversightExamples } from './examples/oversight.ts';
import { publicExamples } from './examples/public.ts';
import { taxExamples } from './examples/tax.ts';
import type { Example, ExplorerSamples } from './vocabulary.ts';

/** All examples over the pilot zone's graph, with variables taken from `samples`. */
export function examplesOf(samples: ExplorerSamples): readonly Example[] {
  const groups = [
    publicExamples,
    customsExamples,
    taxExamples,
    fxExamples,
    commerceExamples,
    logisticsExamples,
    financeExamples,
    oversightExamples,
  ];
  return groups.flatMap((examples) => examples(samples));
}
