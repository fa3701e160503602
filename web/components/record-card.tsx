import type { ComponentChildren } from 'preact';
import { hrefOf, type Visit } from '../page.ts';
import type { SummaryRow } from './summary-list.tsx';

interface RecordCardProps {
  readonly visit: Visit;
  /** Number of the record or entry, by which it is objected to. */
  readonly number: string;
  readonly title: ComponentChildren;
  readonly facts: string | null;
  readonly rows: readonly SummaryRow[];
  /** Whether credit can be repaired: what does no harm needs no repair. */
  readonly isRepairable: boolean;
}

/** A published record: what it says, and where to object to it. */
export function RecordCard({ visit, number, title, facts, rows, isRepairable }: RecordCardProps) {
  const { words } = visit;
  const { actions } = words.enterprise;
  return (
    <li class="cpz-record">
      <h3 class="govuk-heading-s cpz-record__title">{title}</h3>
      {facts !== null && (
        <p class="govuk-body" {...(visit.language === 'zh-CN' ? {} : { lang: 'zh-CN' })}>
          {facts}
        </p>
      )}
      <dl class="cpz-record__facts">
        {rows.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="cpz-record__links">
        <span>
          {actions.number} <code class="cpz-code">{number}</code>
        </span>
        <a class="govuk-link" href={hrefOf(visit, '/objection', { target: number })}>
          {actions.object}
          <span class="govuk-visually-hidden"> {number}</span>
        </a>
        {isRepairable && (
          <a class="govuk-link" href={hrefOf(visit, '/repair', { target: number })}>
            {actions.repair}
            <span class="govuk-visually-hidden"> {number}</span>
          </a>
        )}
      </p>
    </li>
  );
}
