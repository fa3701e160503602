/** A place in data as one text; no response key holds this character. */
export function placeOf(path: readonly string[]): string {
  return path.join('\n');
}

/**
 * Where in an execution's data one value may stand in several places. Entities are not copied: two objects that got one
 * entity hold the same values, so that a walk from both would meet those twice.
 */
export class Sharing {
  readonly #places = new Set<string>();
  #isEverywhere = false;

  /** Objects at this place got one entity: what they hold may be the same. */
  at(place: string): void {
    this.#places.add(place);
  }

  /** An entity was merged into what its objects hold, so that deeper values may be the same too. */
  everywhere(): void {
    this.#isEverywhere = true;
  }

  /** Whether what objects at this place hold may be the same. */
  isAt(place: string): boolean {
    return this.#isEverywhere || this.#places.has(place);
  }
}
