import { z } from 'zod';
import type { Dictionary } from './words.ts';

/** A step of a query plan: which subgraph is asked for which coordinates, and where in the answer they stand. */
export type PlanStep =
  | { readonly kind: 'Sequence' | 'Parallel'; readonly steps: readonly PlanStep[] }
  | {
      readonly kind: 'Fetch';
      readonly subgraph: string;
      readonly at: string | null;
      readonly reads: readonly string[];
    };

const stepShape: z.ZodType<PlanStep> = z.lazy(() =>
  z.union([
    z.object({ kind: z.enum(['Sequence', 'Parallel']), steps: z.array(stepShape) }),
    z.object({
      kind: z.literal('Fetch'),
      subgraph: z.string(),
      at: z.string().nullable(),
      reads: z.array(z.string()),
    }),
  ]),
);
const answerShape = z.object({ extensions: z.object({ plan: z.array(stepShape) }) });

/** The plans that an answer tells; none unless they were asked for. */
export function readPlans(answer: unknown): readonly PlanStep[] {
  return answerShape.safeParse(answer).data?.extensions.plan ?? [];
}

interface Props {
  readonly words: Dictionary;
  readonly steps: readonly PlanStep[];
}

/** Steps one after the other, as a numbered list; those that run side by side as one without numbers. */
export function Plan({ words, steps }: Props) {
  return (
    <ol className="cpz-plan">
      {steps.flatMap(inOrder).map((step) => (
        <li key={JSON.stringify(step)}>
          <Step words={words} step={step} />
        </li>
      ))}
    </ol>
  );
}

function Step({ words, step }: { words: Dictionary; step: PlanStep }) {
  if (step.kind !== 'Fetch') {
    return (
      <>
        <span className="cpz-quiet">{words.sideBySide}</span>
        <ul className="cpz-plan">
          {step.steps.map((each) => (
            <li key={JSON.stringify(each)}>
              {each.kind === 'Sequence' ? (
                <Plan words={words} steps={each.steps} />
              ) : (
                <Step words={words} step={each} />
              )}
            </li>
          ))}
        </ul>
      </>
    );
  }
  return (
    <>
      <strong>{step.subgraph}</strong>
      {step.at !== null && (
        <>
          {' '}
          <span className="cpz-quiet">{words.planAt}</span> <code>{step.at}</code>
        </>
      )}
      <p className="cpz-reads">
        {step.reads.map((coordinate) => (
          <code key={coordinate}>{coordinate}</code>
        ))}
      </p>
    </>
  );
}

function inOrder(step: PlanStep): readonly PlanStep[] {
  return step.kind === 'Sequence' ? step.steps.flatMap(inOrder) : [step];
}
