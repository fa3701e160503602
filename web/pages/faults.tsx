import { NoAnswer } from '../client.ts';
import { Narrow } from '../components/narrow.tsx';
import { notKept } from '../keeping.ts';
import { type Content, hrefOf, type Visit } from '../page.ts';

type Fault = 'notFound' | 'broken' | 'unavailable' | 'limited' | 'forbidden';

const statuses: Readonly<Record<Fault, number>> = {
  notFound: 404,
  broken: 500,
  unavailable: 503,
  limited: 429,
  forbidden: 403,
};

/** The page that says why there is no page. */
export function faultPage(visit: Visit, fault: Fault, seconds = 1): Content {
  const said = visit.words.faults[fault];
  const help = typeof said.help === 'string' ? said.help : said.help(seconds);
  return explanation(visit, statuses[fault], said.title, help);
}

/** The page in the place of an enterprise that the register does not know, or whose code is wrong. */
export function unknownEnterprise(visit: Visit, why: string): Content {
  return explanation(visit, statuses.notFound, visit.words.enterprise.notFound, why);
}

function explanation(visit: Visit, status: number, title: string, help: string): Content {
  return {
    kind: 'content',
    status,
    title,
    keeping: notKept,
    body: (
      <Narrow>
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">{help}</p>
        <p class="govuk-body">
          <a class="govuk-link" href={hrefOf(visit, '/')}>
            {visit.words.faults.home}
          </a>
        </p>
      </Narrow>
    ),
  };
}

/** The page that stands for an error. */
export function faultPageOf(visit: Visit, error: unknown): Content {
  if (!(error instanceof NoAnswer)) return faultPage(visit, 'broken');
  switch (error.kind) {
    case 'limited':
      return faultPage(visit, 'limited', error.retryAfterSeconds);
    case 'unreachable':
      return faultPage(visit, 'unavailable');
    case 'refused':
      return faultPage(visit, 'broken');
  }
}
