import { z } from 'zod';
import { Day } from '../components/day.tsx';
import { ErrorSummary, type FieldError } from '../components/error-summary.tsx';
import { TextField } from '../components/fields.tsx';
import { Moment } from '../components/moment.tsx';
import { Narrow } from '../components/narrow.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Written } from '../components/written.tsx';
import { documents } from '../documents/index.ts';
import { keptForHalfAMinute, notKept } from '../keeping.ts';
import { type Content, hrefOf, type Page, type Visit } from '../page.ts';
import { isMissing } from '../records/section.ts';
import { nameOfCode } from '../words/index.ts';
import { faultPage } from './faults.tsx';

const text = z.string().nullable();
const answered = z.object({
  requestReceipt: z
    .object({
      kind: text,
      target: text,
      filedAt: text,
      state: text,
      answerBy: text,
      decidedAt: text,
      decidedBy: text,
      reason: text,
    })
    .nullable(),
});

type Receipt = NonNullable<z.infer<typeof answered>['requestReceipt']>;

/** Where a request stands, by the number of its receipt. */
export const receiptPage: Page = {
  path: '/receipt',
  parameters: ['no', 'filed'],
  show: async (visit) => {
    const { receipt: said } = visit.words;
    const { no } = visit.fields;
    if (no === undefined) return page(visit, null, []);
    const receiptNo = no.trim().toUpperCase();
    if (receiptNo === '') return page(visit, null, [{ field: 'no', message: said.empty }]);
    if (receiptNo.length > 60) return page(visit, null, [{ field: 'no', message: said.none }]);
    const answer = await visit.ask(documents.receipt, { receiptNo });
    const { requestReceipt } = answered.parse(answer.data ?? { requestReceipt: null });
    if (requestReceipt !== null) return page(visit, requestReceipt, []);
    if (isMissing(answer, 'requestReceipt')) return faultPage(visit, 'unavailable');
    return page(visit, null, [{ field: 'no', message: said.none }]);
  },
};

function page(visit: Visit, receipt: Receipt | null, errors: readonly FieldError[]): Content {
  const { words, fields } = visit;
  const said = words.receipt;
  const isFiled = receipt !== null && fields.filed === '1';
  const title = isFiled ? said.filed : said.title;
  return {
    kind: 'content',
    status: errors.length === 0 ? 200 : 400,
    title,
    ...(fields.no === undefined ? { description: said.lead } : {}),
    hasErrors: errors.length > 0,
    // A number of a receipt is known to whoever filed the request, and to no cache.
    keeping: fields.no === undefined ? keptForHalfAMinute : notKept,
    body: (
      <Narrow>
        <ErrorSummary words={words} errors={errors} />
        {isFiled ? (
          <div class="cpz-verdict cpz-verdict--good">
            <h1 class="govuk-heading-l">{title}</h1>
            <p class="govuk-body">{said.number}</p>
            <p class="cpz-receipt">
              <code class="cpz-code">{fields.no}</code>
            </p>
            <p class="govuk-body">{said.keep}</p>
          </div>
        ) : (
          <>
            <h1 class="govuk-heading-l">{title}</h1>
            <p class="govuk-body">{said.lead}</p>
          </>
        )}
        {receipt !== null && <Standing visit={visit} receipt={receipt} />}
        {!isFiled && (
          <form action={hrefOf(visit, '/receipt')} method="get" noValidate>
            <TextField
              id="no"
              words={words}
              errors={errors}
              label={said.label}
              hint={said.hint}
              value={fields.no ?? ''}
              isWide
            />
            <button type="submit" class="govuk-button">
              {said.submit}
            </button>
          </form>
        )}
      </Narrow>
    ),
  };
}

function Standing({ visit, receipt }: { readonly visit: Visit; readonly receipt: Receipt }) {
  const { language, words } = visit;
  const said = words.receipt;
  const { kind, state, decidedAt, reason } = receipt;
  const moment = (at: string | null) =>
    at === null ? '–' : <Moment language={language} at={Date.parse(at)} />;
  return (
    <SummaryList
      rows={[
        {
          name: said.kind,
          value: kind === null ? '–' : nameOfCode(language, 'CreditRequestKind', kind),
        },
        { name: said.target, value: <code class="cpz-code">{receipt.target ?? '–'}</code> },
        {
          name: said.state,
          value: (
            <strong class="govuk-tag govuk-tag--blue">
              {state === null ? '–' : nameOfCode(language, 'CreditRequestState', state)}
            </strong>
          ),
        },
        { name: said.filedAt, value: moment(receipt.filedAt) },
        { name: said.answerBy, value: <Day language={language} day={receipt.answerBy} /> },
        ...(decidedAt === null ? [] : [{ name: said.decidedAt, value: moment(decidedAt) }]),
        ...(reason === null
          ? []
          : [{ name: said.reason, value: <Written language={language} text={reason} /> }]),
      ]}
    />
  );
}
