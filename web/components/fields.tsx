import type { JSX } from 'preact';
import type { Words } from '../words/index.ts';
import type { FieldError } from './error-summary.tsx';

interface FieldProps {
  readonly words: Words;
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly errors: readonly FieldError[];
}

interface FrameProps extends Pick<FieldProps, 'words' | 'id' | 'label' | 'hint' | 'errors'> {
  readonly children: (attributes: {
    readonly id: string;
    readonly name: string;
    readonly isWrong: boolean;
    readonly describedBy: string | undefined;
  }) => JSX.Element;
}

function Frame({ words, id, label, hint, errors, children }: FrameProps) {
  const error = errors.find(({ field }) => field === id);
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(error === undefined ? [] : [`${id}-error`]),
  ];
  return (
    <div class={`govuk-form-group${error === undefined ? '' : ' govuk-form-group--error'}`}>
      <label class="govuk-label cpz-label" for={id}>
        {label}
      </label>
      {hint !== undefined && (
        <div id={`${id}-hint`} class="govuk-hint">
          {hint}
        </div>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} class="govuk-error-message">
          <span class="govuk-visually-hidden">{words.errorPrefix}</span>
          {error.message}
        </p>
      )}
      {children({
        id,
        name: id,
        isWrong: error !== undefined,
        describedBy: described.length === 0 ? undefined : described.join(' '),
      })}
    </div>
  );
}

interface TextFieldProps extends FieldProps {
  /** Which keys a telephone offers. */
  readonly keys?: 'text' | 'tel';
  readonly autocomplete?: string;
  readonly isWide?: boolean;
}

/** A line of text with its label, its hint and what is wrong with it. */
export function TextField({
  value,
  keys = 'text',
  autocomplete = 'off',
  isWide = false,
  ...frame
}: TextFieldProps) {
  return (
    <Frame {...frame}>
      {({ id, name, isWrong, describedBy }) => (
        <input
          class={`govuk-input${isWide ? '' : ' govuk-input--width-20'}${isWrong ? ' govuk-input--error' : ''}`}
          id={id}
          name={name}
          type="text"
          inputMode={keys}
          value={value}
          autocomplete={autocomplete}
          spellcheck={false}
          {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
        />
      )}
    </Frame>
  );
}

/** Some sentences with their label, their hint and what is wrong with them. */
export function LongTextField({ value, ...frame }: FieldProps) {
  return (
    <Frame {...frame}>
      {({ id, name, isWrong, describedBy }) => (
        <textarea
          class={`govuk-textarea${isWrong ? ' govuk-textarea--error' : ''}`}
          id={id}
          name={name}
          rows={6}
          value={value}
          {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
        />
      )}
    </Frame>
  );
}

interface TickFieldProps extends Pick<FieldProps, 'words' | 'id' | 'label' | 'errors'> {
  readonly legend: string;
  readonly isTicked: boolean;
}

/** A statement that is made by ticking it. */
export function TickField({ words, id, label, legend, isTicked, errors }: TickFieldProps) {
  const error = errors.find(({ field }) => field === id);
  return (
    <div class={`govuk-form-group${error === undefined ? '' : ' govuk-form-group--error'}`}>
      <fieldset
        class="govuk-fieldset"
        {...(error === undefined ? {} : { 'aria-describedby': `${id}-error` })}
      >
        <legend class="govuk-fieldset__legend cpz-label">{legend}</legend>
        {error !== undefined && (
          <p id={`${id}-error`} class="govuk-error-message">
            <span class="govuk-visually-hidden">{words.errorPrefix}</span>
            {error.message}
          </p>
        )}
        <div class="govuk-checkboxes">
          <div class="govuk-checkboxes__item">
            <input
              class="govuk-checkboxes__input"
              id={id}
              name={id}
              type="checkbox"
              value="yes"
              checked={isTicked}
            />
            <label class="govuk-label govuk-checkboxes__label" for={id}>
              {label}
            </label>
          </div>
        </div>
      </fieldset>
    </div>
  );
}
