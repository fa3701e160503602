/** A response that is none, or one of which it is not sure where it ends. */
export class MalformedResponse extends Error {}
