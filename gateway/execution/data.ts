/** A JSON object, as parsed from what a subgraph sent. */
export type Data = Record<string, unknown>;

/** Whether a value is a JSON object: not null, not a list. */
export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
