import { Fragment, type ReactNode } from 'react';
import { z } from 'zod';
import type { Dictionary } from './words.ts';

const stepShape = z.object({
  step: z.number(),
  outcome: z.string(),
  source: z.string().optional(),
});
const decisionShape = z.object({
  effect: z.string(),
  owner: z.string().nullable(),
  reason: z.string(),
  steps: z.array(stepShape),
  reliesOn: z.array(z.string()),
  wouldGrant: z.array(z.string()),
});
const answerShape = z.object({
  extensions: z.object({
    policy: z.object({ coordinates: z.record(z.string(), decisionShape) }),
  }),
});

/** What was decided about one coordinate, and by which rules. */
export type Decision = z.output<typeof decisionShape> & { readonly coordinate: string };

/** The decisions that an answer explains, by coordinate; none unless they were asked for. */
export function readDecisions(answer: unknown): readonly Decision[] {
  const { coordinates = {} } = answerShape.safeParse(answer).data?.extensions.policy ?? {};
  return Object.entries(coordinates).map(([coordinate, decision]) => ({ coordinate, ...decision }));
}

interface Props {
  readonly words: Dictionary;
  readonly decisions: readonly Decision[];
}

/** Each coordinate with what is given of it, under which agreements, and step by step by which rules. */
export function Decisions({ words, decisions }: Props) {
  return (
    <ul className="cpz-decisions">
      {decisions.map((decision) => (
        <li key={decision.coordinate}>
          <OneDecision words={words} decision={decision} />
        </li>
      ))}
    </ul>
  );
}

function OneDecision({ words, decision }: { words: Dictionary; decision: Decision }) {
  const { coordinate, effect, owner, reason, steps, reliesOn, wouldGrant } = decision;
  const isDenied = effect === 'not at all';
  const documents = isDenied ? wouldGrant : reliesOn;
  return (
    <details>
      <summary>
        <code>{coordinate}</code>{' '}
        <span className={isDenied ? 'cpz-effect cpz-code' : 'cpz-effect'}>
          {words.effects[effect] ?? effect}
        </span>
        {documents.length > 0 && (
          <span className="cpz-documents">
            <span className="cpz-quiet">{isDenied ? words.wouldGrant : words.under}</span>
            {documents.map((id) => (
              <Fragment key={id}>
                {' '}
                <code>{id}</code>
              </Fragment>
            ))}
          </span>
        )}
      </summary>
      <p>{reason}</p>
      <dl className="cpz-facts">
        {owner !== null && (
          <>
            <dt>{words.owner}</dt>
            <dd>{words.departments[owner] ?? owner}</dd>
          </>
        )}
        {steps.map(({ step, outcome, source }) => (
          <Rule key={JSON.stringify([step, outcome, source])} step={words.step(step)}>
            {outcome}
            {source !== undefined && <code>{source}</code>}
          </Rule>
        ))}
      </dl>
    </details>
  );
}

function Rule({ step, children }: { readonly step: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{step}</dt>
      <dd>{children}</dd>
    </>
  );
}
