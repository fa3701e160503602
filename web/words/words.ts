import type { en } from './en.ts';
import type { enCodes } from './en-codes.ts';
import type { enRequests } from './en-requests.ts';
import type { enServices } from './en-services.ts';

/** The same shape with any text: what one language says, every other must. */
type Said<T> = T extends string
  ? string
  : T extends (...words: infer Arguments) => string
    ? (...words: Arguments) => string
    : { readonly [Key in keyof T]: Said<T[Key]> };

/** What the pages beside search and enterprise say. */
export type Services = Said<typeof enServices>;

/** What the forms of objection and repair say. */
export type Requests = Said<typeof enRequests>;

/** What every page, the search and the enterprise's page say. */
export type Main = Said<typeof en>;

/** Everything that the pages say; a key that a language lacks does not compile. */
export type Words = Main & Services & Requests;

/** Names for the codes of the public contract. */
export type Codes = Said<typeof enCodes>;
