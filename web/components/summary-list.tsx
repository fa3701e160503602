import type { ComponentChildren } from 'preact';

/** A name and what belongs to it. */
export interface SummaryRow {
  readonly name: string;
  readonly value: ComponentChildren;
}

/** Names and values, one below the other. */
export function SummaryList({ rows }: { readonly rows: readonly SummaryRow[] }) {
  return (
    <dl class="govuk-summary-list">
      {rows.map(({ name, value }) => (
        <div class="govuk-summary-list__row" key={name}>
          <dt class="govuk-summary-list__key">{name}</dt>
          <dd class="govuk-summary-list__value">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
