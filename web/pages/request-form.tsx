import { ErrorSummary, type FieldError } from '../components/error-summary.tsx';
import { LongTextField, TextField, TickField } from '../components/fields.tsx';
import { Narrow } from '../components/narrow.tsx';
import { keptForHalfAMinute, notKept } from '../keeping.ts';
import { type Content, hrefOf, type Page, type Visit } from '../page.ts';
import { fileRequest, requestFields, type RequestKind } from '../records/file-request.ts';

/** The page of a form that becomes a request in the graph. */
const requestPage = (kind: RequestKind): Page => ({
  path: `/${kind}`,
  // An address may name the record; what else stands in a form is nothing for an address.
  parameters: ['target'],
  fields: requestFields,
  show: (visit) => form(visit, kind, []),
  submit: async (visit) => {
    const filed = await fileRequest(visit, kind);
    if (filed.kind === 'wrong') return form(visit, kind, filed.errors);
    return {
      kind: 'elsewhere',
      location: hrefOf(visit, '/receipt', { no: filed.receiptNo, filed: '1' }),
    };
  },
});

/** Where a record is objected to. */
export const objectionPage = requestPage('objection');

/** Where repair is applied for. */
export const repairPage = requestPage('repair');

function form(visit: Visit, kind: RequestKind, errors: readonly FieldError[]): Content {
  const { words, fields } = visit;
  const said = words[kind];
  const field = (
    id: 'target' | 'documentNo' | 'statement' | 'contactName' | 'contactTelephone',
  ) => ({
    id,
    words,
    errors,
    value: fields[id] ?? '',
  });
  return {
    kind: 'content',
    status: errors.length === 0 ? 200 : 400,
    title: said.title,
    description: said.lead,
    hasErrors: errors.length > 0,
    keeping: errors.length === 0 ? keptForHalfAMinute : notKept,
    body: (
      <Narrow>
        <ErrorSummary words={words} errors={errors} />
        <h1 class="govuk-heading-l">{said.title}</h1>
        <p class="govuk-body">{said.lead}</p>
        <form action={hrefOf(visit, `/${kind}`)} method="post" noValidate>
          <TextField {...field('target')} label={words.form.target} hint={words.form.targetHint} />
          <TextField
            {...field('documentNo')}
            label={words.form.documentNo}
            hint={words.form.documentNoHint}
          />
          <LongTextField
            {...field('statement')}
            label={said.statementLabel}
            hint={words.form.statementHint}
          />
          <fieldset class="govuk-fieldset cpz-contact" aria-describedby="contact-hint">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">
              {words.form.contact}
            </legend>
            <div class="govuk-hint" id="contact-hint">
              {words.form.contactHint}
            </div>
            <TextField
              {...field('contactName')}
              label={words.form.contactName}
              autocomplete="name"
            />
            <TextField
              {...field('contactTelephone')}
              label={words.form.contactTelephone}
              keys="tel"
              autocomplete="tel"
            />
          </fieldset>
          {kind === 'repair' && (
            <TickField
              id="commitment"
              words={words}
              errors={errors}
              legend={words.repair.commitmentTitle}
              label={words.repair.commitment}
              isTicked={fields.commitment === 'yes'}
            />
          )}
          <button type="submit" class="govuk-button">
            {said.submit}
          </button>
        </form>
      </Narrow>
    ),
  };
}
