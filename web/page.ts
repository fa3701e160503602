import type { ComponentChildren } from 'preact';
import type { Answered } from './client.ts';
import type { Document } from './documents/index.ts';
import type { Keeping } from './keeping.ts';
import type { Language } from './language.ts';
import type { Places } from './records/list.ts';
import type { Statements } from './statement/statement.ts';
import type { Words } from './words/index.ts';

/** What is the same on every page. */
export interface Site {
  /** Under which address the public reaches the pages, such as `https://credit.example.cn`. */
  readonly origin: string;
  /** Address of the public graph, such as `https://graph.example.cn/graphql`. */
  readonly endpoint: string;
  /** Address of the style sheet; it changes with what is in it. */
  readonly styleHref: string;
  /** Whether every enterprise is invented, which each page then says. */
  readonly isSynthetic: boolean;
  readonly statements: Statements;
}

/** A visitor at a page. */
export interface Visit {
  readonly language: Language;
  readonly words: Words;
  readonly site: Site;
  /** The page's path without the language, such as `/enterprise/91210105XX00000B03`. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** Parameters of the address or fields of a form; those that the page does not name are dropped. */
  readonly fields: Readonly<Record<string, string>>;
  /** The parameters of the address alone: what stands in a form never gets into an address. */
  readonly query: Readonly<Record<string, string>>;
  /** The instant of the visit, in milliseconds. */
  readonly now: number;
  /** The day in Asia/Shanghai, by which periods of publication begin and end. */
  readonly today: string;
  /** Asks the gateway as the public. */
  readonly ask: (
    document: Document,
    variables: Readonly<Record<string, unknown>>,
  ) => Promise<Answered>;
  /** Where stretches of long lists begin, as visits before have found it. */
  readonly places: Places;
}

/** What a page shows. */
export interface Content {
  readonly kind: 'content';
  readonly status: number;
  readonly title: string;
  readonly body: ComponentChildren;
  /** For search engines; a page without one asks not to be listed. */
  readonly description?: string;
  /** JSON-LD, as schema.org names things. */
  readonly linkedData?: Readonly<Record<string, unknown>>;
  /** Parameters that belong to the page's canonical address. */
  readonly canonicalQuery?: string;
  /** Whether a form on the page was filled in wrongly; the title says so. */
  readonly hasErrors?: boolean;
  readonly keeping: Keeping;
}

/** A page that sends its visitor elsewhere. */
export interface Elsewhere {
  readonly kind: 'elsewhere';
  /** A path on this site. */
  readonly location: string;
}

/** A file in a page's place: a download. */
export interface Download {
  readonly kind: 'download';
  readonly type: string;
  readonly fileName: string;
  readonly body: string;
  readonly keeping: Keeping;
}

/** Why there is no file: Problem Details (RFC 9457), for programs. */
export interface Problem {
  readonly kind: 'problem';
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

/** What comes of a visit. */
export type Outcome = Content | Elsewhere | Download | Problem;

/** A page at one path, in every language. */
export interface Page {
  /** The path after the language, as Fastify writes routes. */
  readonly path: string;
  /** The parameters of its address that it reads. */
  readonly parameters: readonly string[];
  /** The fields of its form. */
  readonly fields?: readonly string[];
  readonly show: (visit: Visit) => Promise<Outcome> | Outcome;
  /** Takes the page's form. */
  readonly submit?: (visit: Visit) => Promise<Outcome> | Outcome;
}

/** The address of a page in the visitor's language. */
export function hrefOf(
  { language }: Pick<Visit, 'language'>,
  path: string,
  query: Readonly<Record<string, string | number | null>> = {},
): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== '') parameters.set(name, String(value));
  }
  const search = parameters.size === 0 ? '' : `?${parameters.toString()}`;
  return `/${language}${path}${search}`;
}
