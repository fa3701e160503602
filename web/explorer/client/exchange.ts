import type { GraphiQLProps } from 'graphiql';
import { readDenials, type Denial } from './denials.ts';
import { type Decision, readDecisions } from './decisions.tsx';
import type { Directory } from './directory.ts';
import { page } from './page.ts';
import { type PlanStep, readPlans } from './plan.tsx';

/** As whom and why a request is made. */
export interface Stance {
  /** Id of a development principal; null is the public. */
  readonly principal: string | null;
  readonly purpose: string | null;
  /** The case named in `Sharing-Case`; empty for none. */
  readonly caseReference: string;
}

/** What is to be explained beside an answer. */
export interface Explained {
  readonly plan: boolean;
  readonly policies: boolean;
}

/** What the panel tells about the last answer. */
export interface Exchange {
  readonly stance: Stance;
  readonly status: number;
  /** From sending to the last byte, as the browser sees it. */
  readonly milliseconds: number;
  readonly auditRecord: string | null;
  readonly requestId: string | null;
  readonly denials: readonly Denial[];
  /** Errors that are no denials; the result shows them. */
  readonly otherErrors: number;
  readonly hasData: boolean;
  /** How it was fetched; nothing unless asked for. */
  readonly plans: readonly PlanStep[];
  /** What was decided about each coordinate; nothing unless asked for. */
  readonly decisions: readonly Decision[];
}

type Fetcher = GraphiQLProps['fetcher'];

/**
 * Sends operations as `stance`, and reports every answer but those of introspection. A new function for a new stance
 * is what makes GraphiQL read the schema again: each principal sees a schema of its own.
 */
export function createFetcher(
  directory: Directory,
  stance: Stance,
  { plan, policies }: Explained,
  report: (exchange: Exchange) => void,
): Fetcher {
  return async (params) => {
    const headers = {
      ...(await headersOf(directory, stance)),
      ...(plan ? { 'Plan-Explain': '1' } : {}),
      ...(policies ? { 'Policy-Explain': '1' } : {}),
    };
    const started = performance.now();
    const response = await fetch(page.endpoint, {
      method: 'POST',
      headers,
      body: JSON.stringify(params),
    });
    const text = await response.text();
    const milliseconds = performance.now() - started;
    const answer = parseAnswer(text, response.status);
    if (params.operationName !== 'IntrospectionQuery') {
      report({
        stance,
        status: response.status,
        milliseconds,
        auditRecord: response.headers.get('Audit-Record'),
        requestId: response.headers.get('Request-Id'),
        ...readDenials(answer),
        hasData: answer['data'] !== undefined && answer['data'] !== null,
        plans: readPlans(answer),
        decisions: readDecisions(answer),
      });
    }
    return answer;
  };
}

async function headersOf(
  directory: Directory,
  { principal, purpose, caseReference }: Stance,
): Promise<Record<string, string>> {
  return {
    'Content-Type': 'application/json',
    Accept: 'application/graphql-response+json, application/json;q=0.9',
    ...(principal === null
      ? {}
      : { Authorization: `Bearer ${await directory.tokenOf(principal)}` }),
    ...(purpose === null ? {} : { 'Sharing-Purpose': purpose }),
    ...(caseReference === '' ? {} : { 'Sharing-Case': caseReference }),
  };
}

function parseAnswer(text: string, status: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below.
  }
  return {
    errors: [
      {
        message: `The gateway's answer (HTTP ${String(status)}) is not GraphQL: ${text.slice(0, 500)}`,
      },
    ],
  };
}
