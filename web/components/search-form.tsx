import { hrefOf, type Visit } from '../page.ts';
import { nameOfCode, valuesOf } from '../words/index.ts';

interface SearchFormProps {
  readonly visit: Visit;
  readonly error: string | null;
  /** Whether results stand below, so that the form takes one line. */
  readonly isCompact?: boolean;
}

/** The search: a form that is sent by GET, so that its results have an address. */
export function SearchForm({ visit, error, isCompact = false }: SearchFormProps) {
  const { language, words, fields } = visit;
  const described = [...(isCompact ? [] : ['q-hint']), ...(error === null ? [] : ['q-error'])];
  return (
    <form
      action={hrefOf(visit, '/')}
      method="get"
      role="search"
      class={isCompact ? 'cpz-search cpz-search--compact' : 'cpz-search'}
    >
      <div class={`govuk-form-group${error === null ? '' : ' govuk-form-group--error'}`}>
        <label class={`govuk-label${isCompact ? '' : ' govuk-label--m'}`} for="q">
          {words.search.label}
        </label>
        {!isCompact && (
          <div id="q-hint" class="govuk-hint">
            {words.search.hint}
          </div>
        )}
        {error !== null && (
          <p id="q-error" class="govuk-error-message">
            <span class="govuk-visually-hidden">{words.errorPrefix}</span>
            {error}
          </p>
        )}
        <input
          class={`govuk-input${error === null ? '' : ' govuk-input--error'}`}
          id="q"
          name="q"
          type="search"
          value={fields.q ?? ''}
          spellcheck={false}
          autocapitalize="off"
          {...(described.length === 0 ? {} : { 'aria-describedby': described.join(' ') })}
        />
      </div>
      <div class="govuk-form-group">
        <label class="govuk-label" for="category">
          {words.search.category}
        </label>
        <select class="govuk-select" id="category" name="category">
          <option value="">{words.search.anyCategory}</option>
          {valuesOf('EnterpriseCategory').map((value) => (
            <option key={value} value={value} selected={value === fields.category}>
              {nameOfCode(language, 'EnterpriseCategory', value)}
            </option>
          ))}
        </select>
      </div>
      <button type="submit" class="govuk-button">
        {words.search.submit}
      </button>
    </form>
  );
}
