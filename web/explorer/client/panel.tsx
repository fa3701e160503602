import { useId } from 'react';
import type { Language } from './choice.ts';
import { Decisions } from './decisions.tsx';
import type { Denial } from './denials.ts';
import type { Persona } from './directory.ts';
import type { Exchange } from './exchange.ts';
import { Plan } from './plan.tsx';
import type { Dictionary } from './words.ts';

interface Props {
  readonly words: Dictionary;
  readonly language: Language;
  readonly personas: readonly Persona[];
  readonly exchange: Exchange | null;
}

/** What policy did to the last answer, and where it stands on record. */
export function Panel({ words, language, personas, exchange }: Props) {
  const heading = useId();
  return (
    <aside className="cpz cpz-panel" aria-labelledby={heading}>
      <h2 id={heading}>{words.policy}</h2>
      <div role="status">
        <Outcome words={words} exchange={exchange} />
      </div>
      {exchange !== null && (
        <>
          <Record words={words} language={language} personas={personas} exchange={exchange} />
          <ul className="cpz-denials">
            {exchange.denials.map((denial) => (
              <li
                key={JSON.stringify([denial.code, denial.coordinate, denial.reason, denial.paths])}
              >
                <DenialCard words={words} denial={denial} />
              </li>
            ))}
          </ul>
          {exchange.decisions.length > 0 && (
            <section className="cpz-decisions-section">
              <h3>{words.decisions}</h3>
              <Decisions words={words} decisions={exchange.decisions} />
            </section>
          )}
          {exchange.plans.length > 0 && (
            <section className="cpz-plan-section">
              <h3>{words.plan}</h3>
              <Plan words={words} steps={exchange.plans} />
            </section>
          )}
        </>
      )}
    </aside>
  );
}

function Outcome({ words, exchange }: { words: Dictionary; exchange: Exchange | null }) {
  if (exchange === null) return <p className="cpz-quiet">{words.idle}</p>;
  const { denials, otherErrors, hasData } = exchange;
  return (
    <>
      {denials.length > 0 && (
        <p className="cpz-outcome cpz-denied">{words.denied(denials.length)}</p>
      )}
      {denials.length > 0 && !hasData && <p>{words.refused}</p>}
      {denials.length === 0 && hasData && (
        <p className="cpz-outcome cpz-granted">{words.granted}</p>
      )}
      {denials.length === 0 && !hasData && <p className="cpz-outcome">{words.failed}</p>}
      {otherErrors > 0 && <p>{words.otherErrors(otherErrors)}</p>}
    </>
  );
}

function Record({ words, language, personas, exchange }: Props & { exchange: Exchange }) {
  const { stance, milliseconds, status, auditRecord, requestId } = exchange;
  const persona = personas.find(({ id }) => id === stance.principal);
  return (
    <dl className="cpz-facts">
      <dt>{words.asWhom}</dt>
      <dd>{persona?.title[language] ?? words.public}</dd>
      {stance.purpose !== null && (
        <>
          <dt>{words.purpose}</dt>
          <dd>
            <code>{stance.purpose}</code>
          </dd>
        </>
      )}
      <dt>{words.auditRecord}</dt>
      <dd>{auditRecord === null ? words.none : <code>{auditRecord}</code>}</dd>
      <dt>{words.requestId}</dt>
      <dd>{requestId === null ? words.none : <code>{requestId}</code>}</dd>
      <dt>{words.duration}</dt>
      <dd>
        {milliseconds < 10 ? milliseconds.toFixed(1) : String(Math.round(milliseconds))} ms · HTTP{' '}
        {status}
      </dd>
    </dl>
  );
}

function DenialCard({ words, denial }: { words: Dictionary; denial: Denial }) {
  const { code, coordinate, message, owner, reason, paths, count, wouldGrant, purpose } = denial;
  const asksForAgreement = code !== 'PURPOSE_REQUIRED';
  return (
    <article className="cpz-denial">
      <h3>
        <code>{coordinate ?? message}</code>
        <span className="cpz-code" title={code}>
          {words.codes[code]}
        </span>
      </h3>
      <p>{reason ?? message}</p>
      <dl className="cpz-facts">
        {owner !== null && (
          <>
            <dt>{words.owner}</dt>
            <dd>{words.departments[owner] ?? owner}</dd>
          </>
        )}
        {purpose !== null && (
          <>
            <dt>{words.purpose}</dt>
            <dd>
              <code>{purpose}</code>
            </dd>
          </>
        )}
        {paths.length > 0 && (
          <>
            <dt>{words.path}</dt>
            <dd>
              {paths.map((path) => (
                <code key={path}>{path}</code>
              ))}
              {count > paths.length && <span className="cpz-quiet"> {words.places(count)}</span>}
            </dd>
          </>
        )}
        {asksForAgreement && (
          <>
            <dt>{words.wouldGrant}</dt>
            <dd>
              {wouldGrant.length === 0
                ? words.noAgreement
                : wouldGrant.map((agreement) => <code key={agreement}>{agreement}</code>)}
            </dd>
          </>
        )}
      </dl>
    </article>
  );
}
