import { ErrorSummary } from '../components/error-summary.tsx';
import { Moment } from '../components/moment.tsx';
import { Narrow } from '../components/narrow.tsx';
import { DataTable } from '../components/data-table.tsx';
import { PathCode } from '../components/path-code.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Written } from '../components/written.tsx';
import { leavesOf } from '../downloads/csv.ts';
import { keptForHalfAMinute, notKept } from '../keeping.ts';
import { type Content, hrefOf, type Outcome, type Page, type Visit } from '../page.ts';
import type { Checked, Statement } from '../statement/statement.ts';

/** Says whether a statement was issued here and is unchanged. */
export const verifyPage: Page = {
  path: '/verify',
  parameters: [],
  fields: ['statement'],
  show: (visit) => page(visit, null, null),
  submit: async (visit): Promise<Outcome> => {
    const text = (visit.fields.statement ?? '').trim();
    if (text === '') return page(visit, null, visit.words.verify.empty);
    return page(visit, await visit.site.statements.check(text), null);
  },
};

function page(visit: Visit, checked: Checked | null, error: string | null): Content {
  const { words, site } = visit;
  const said = words.verify;
  const invalid = error === null ? '' : ' govuk-form-group--error';
  return {
    kind: 'content',
    status: error === null ? 200 : 400,
    title: checked === null ? said.title : verdictOf(visit, checked).title,
    description: said.lead,
    hasErrors: error !== null,
    keeping: checked === null && error === null ? keptForHalfAMinute : notKept,
    body: (
      <>
        <Narrow>
          <ErrorSummary
            words={words}
            errors={error === null ? [] : [{ field: 'statement', message: error }]}
          />
          <h1 class="govuk-heading-l">{said.title}</h1>
          {checked !== null && <Verdict visit={visit} checked={checked} />}
          {checked === null && <p class="govuk-body">{said.lead}</p>}
          <form action={hrefOf(visit, '/verify')} method="post">
            <div class={`govuk-form-group${invalid}`}>
              <label class="govuk-label govuk-label--m" for="statement">
                {said.label}
              </label>
              <div class="govuk-hint" id="statement-hint">
                {said.hint}
              </div>
              {error !== null && (
                <p class="govuk-error-message" id="statement-error">
                  <span class="govuk-visually-hidden">{words.errorPrefix}</span>
                  {error}
                </p>
              )}
              <textarea
                class={`govuk-textarea cpz-signed${error === null ? '' : ' govuk-textarea--error'}`}
                id="statement"
                name="statement"
                rows={6}
                spellcheck={false}
                aria-describedby={
                  error === null ? 'statement-hint' : 'statement-hint statement-error'
                }
                value={visit.fields.statement ?? ''}
              />
            </div>
            <button type="submit" class="govuk-button">
              {said.submit}
            </button>
          </form>
          <h2 class="govuk-heading-m">{said.offline}</h2>
          <p class="govuk-body">{said.offlineHelp}</p>
          <p class="govuk-body">
            <a class="govuk-link" href="/.well-known/credit-statement-keys.json">
              {`${site.origin}/.well-known/credit-statement-keys.json`}
            </a>
          </p>
        </Narrow>
      </>
    ),
  };
}

function verdictOf(
  { words: { verify } }: Visit,
  { kind }: Checked,
): { readonly title: string; readonly help: string; readonly tone: string } {
  switch (kind) {
    case 'genuine':
      return { title: verify.genuine, help: verify.genuineHelp, tone: 'good' };
    case 'forged':
      return { title: verify.forged, help: verify.forgedHelp, tone: 'bad' };
    case 'unknown-key':
      return { title: verify.unknownKey, help: verify.unknownKeyHelp, tone: 'bad' };
    case 'unreadable':
      return { title: verify.unreadable, help: verify.unreadableHelp, tone: 'bad' };
  }
}

function Verdict({ visit, checked }: { readonly visit: Visit; readonly checked: Checked }) {
  const { title, help, tone } = verdictOf(visit, checked);
  return (
    <section class={`cpz-verdict cpz-verdict--${tone}`} aria-labelledby="verdict">
      <h2 class="govuk-heading-m" id="verdict">
        {title}
      </h2>
      <p class="govuk-body">{help}</p>
      {checked.kind === 'genuine' && (
        <Details visit={visit} kid={checked.kid} statement={checked.statement} />
      )}
    </section>
  );
}

interface DetailsProps {
  readonly visit: Visit;
  readonly kid: string;
  readonly statement: Statement;
}

function Details({ visit, kid, statement }: DetailsProps) {
  const { language, words } = visit;
  const { verify: said } = words;
  const { disclosed, issuedAt, issuer } = statement;
  const name = disclosed.registration.data?.name ?? null;
  return (
    <>
      <SummaryList
        rows={[
          {
            name: said.about,
            value: (
              <>
                {name !== null && <Written language={language} text={name} />}{' '}
                <code class="cpz-code">{disclosed.uscc}</code>
              </>
            ),
          },
          { name: said.issuedAt, value: <Moment language={language} at={issuedAt * 1000} /> },
          { name: said.issuer, value: issuer },
          { name: said.key, value: <code class="cpz-code">{kid}</code> },
        ]}
      />
      <p class="govuk-body">
        <a class="govuk-link" href={hrefOf(visit, `/enterprise/${disclosed.uscc}`)}>
          {said.today}
        </a>
      </p>
      <details class="govuk-details">
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">{said.content}</span>
        </summary>
        <div class="govuk-details__text">
          <DataTable
            caption={said.content}
            isCaptionHidden
            keyOf={([path]) => path}
            rows={leavesOf(disclosed)}
            columns={[
              {
                heading: words.data.fieldColumns.field,
                cell: ([path]) => <PathCode path={path} />,
              },
              {
                heading: words.data.fieldColumns.value,
                cell: ([, value]) =>
                  value === null ? '–' : <Written language={language} text={String(value)} />,
              },
            ]}
          />
        </div>
      </details>
    </>
  );
}
