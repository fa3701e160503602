import type { ComponentChildren } from 'preact';

/** A column: its heading and what a row has in it. */
export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly isNumeric?: boolean;
}

interface DataTableProps<Row> {
  readonly caption: string;
  /** Whether a heading before the table says already what the caption says. */
  readonly isCaptionHidden?: boolean;
  /** Whether it needs the width of a desktop to stand as a table. */
  readonly isWide?: boolean;
  readonly columns: readonly [Column<Row>, ...Column<Row>[]];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

/**
 * A table; on a narrow screen each row becomes a card whose values carry their headings. The roles are written out:
 * browsers drop those of a table whose parts are laid out otherwise.
 */
export function DataTable<Row>({
  caption,
  isCaptionHidden = false,
  isWide = false,
  columns,
  rows,
  keyOf,
}: DataTableProps<Row>) {
  const [first, ...others] = columns;
  return (
    <table class={`govuk-table cpz-table${isWide ? ' cpz-table--wide' : ''}`} role="table">
      <caption
        class={
          isCaptionHidden ? 'govuk-visually-hidden' : 'govuk-table__caption govuk-table__caption--s'
        }
      >
        {caption}
      </caption>
      <thead class="govuk-table__head" role="rowgroup">
        <tr class="govuk-table__row" role="row">
          {columns.map(({ heading, isNumeric = false }) => (
            <th
              key={heading}
              scope="col"
              role="columnheader"
              class={`govuk-table__header${isNumeric ? ' govuk-table__header--numeric' : ''}`}
            >
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody class="govuk-table__body" role="rowgroup">
        {rows.map((row) => (
          <tr class="govuk-table__row" role="row" key={keyOf(row)}>
            <th scope="row" role="rowheader" class="govuk-table__header cpz-table__first">
              <span class="cpz-table__label" aria-hidden="true">
                {first.heading}
              </span>
              <span class="cpz-table__value">{first.cell(row)}</span>
            </th>
            {others.map(({ heading, cell, isNumeric = false }) => (
              <td
                key={heading}
                role="cell"
                class={`govuk-table__cell${isNumeric ? ' govuk-table__cell--numeric' : ''}`}
              >
                <span class="cpz-table__label" aria-hidden="true">
                  {heading}
                </span>
                <span class="cpz-table__value">{cell(row)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
