import { Moment } from '../components/moment.tsx';
import { Narrow } from '../components/narrow.tsx';
import { Written } from '../components/written.tsx';
import { disclosedOf } from '../downloads/disclosed.ts';
import { notKept } from '../keeping.ts';
import { type Content, hrefOf, type Outcome, type Page, type Visit } from '../page.ts';
import type { EnterpriseRecord } from '../records/enterprise.ts';
import { loadEnterprise } from '../records/load-enterprise.ts';
import { faultPage, unknownEnterprise } from './faults.tsx';

/** A statement about one enterprise that can be passed on and checked. */
export const statementPage: Page = {
  path: '/enterprise/:uscc/statement',
  parameters: [],
  show: async (visit): Promise<Outcome> => {
    const loaded = await loadEnterprise(visit);
    switch (loaded.kind) {
      case 'known':
        return statement(visit, loaded.record);
      case 'unknown':
        return unknownEnterprise(visit, loaded.why);
      case 'unavailable':
        return faultPage(visit, 'unavailable');
    }
  },
};

async function statement(visit: Visit, record: EnterpriseRecord): Promise<Content> {
  const { language, words, site, now } = visit;
  const said = words.statement;
  const signed = await site.statements.sign(disclosedOf(record, now), site.origin, now);
  const { registration, uscc } = record;
  const name = (registration.kind === 'shown' ? registration.data.name : null) ?? uscc;
  return {
    kind: 'content',
    status: 200,
    title: `${said.title} - ${name}`,
    keeping: notKept,
    body: (
      <Narrow>
        <a href={hrefOf(visit, `/enterprise/${uscc}`)} class="cpz-back">
          ← <Written language={language} text={name} />
        </a>
        <h1 class="govuk-heading-l">{said.title}</h1>
        <p class="govuk-body">{said.lead}</p>
        <p class="govuk-body">
          {said.issuedAt}
          {words.site.colon}
          <Moment language={language} at={now} />
        </p>
        <div class="govuk-form-group">
          <label class="govuk-label govuk-label--m" for="statement">
            {said.text}
          </label>
          <div class="govuk-hint" id="statement-hint">
            {said.textHint}
          </div>
          <textarea
            class="govuk-textarea cpz-signed"
            id="statement"
            rows={8}
            readOnly
            spellcheck={false}
            aria-describedby="statement-hint"
            value={signed}
          />
        </div>
        <div class="govuk-button-group">
          <a class="govuk-button" href={`/enterprise/${uscc}/statement.jws`} download>
            {said.download}
          </a>
          <a class="govuk-link" href={hrefOf(visit, '/verify')}>
            {said.verify}
          </a>
        </div>
        <div class="govuk-inset-text">{said.caution}</div>
      </Narrow>
    ),
  };
}
