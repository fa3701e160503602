import type { ComponentChildren } from 'preact';

/** Text at a width that reads well. */
export function Narrow({ children }: { readonly children: ComponentChildren }) {
  return (
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">{children}</div>
    </div>
  );
}
