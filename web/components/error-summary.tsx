import type { Words } from '../words/index.ts';

/** What is wrong with a field of a form. */
export interface FieldError {
  /** The id of the field. */
  readonly field: string;
  readonly message: string;
}

interface ErrorSummaryProps {
  readonly words: Words;
  readonly errors: readonly FieldError[];
}

/** Everything that is wrong with a form, at the top of the page, each with a link to its field. */
export function ErrorSummary({ words, errors }: ErrorSummaryProps) {
  if (errors.length === 0) return null;
  return (
    <div class="govuk-error-summary">
      <div role="alert">
        <h2 class="govuk-error-summary__title">{words.errorSummary}</h2>
        <div class="govuk-error-summary__body">
          <ul class="govuk-list govuk-error-summary__list">
            {errors.map(({ field, message }) => (
              <li key={field}>
                <a href={`#${field}`}>{message}</a>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );
}
