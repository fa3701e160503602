/** A request that the other side says it did nothing with, and will not: it can be sent again, whatever it does. */
export class UnprocessedRequest extends Error {}
