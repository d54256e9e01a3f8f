/**
 * What was pressed in a call, by collection: `dtmf_collections` of the call (kapps_call:add_to_dtmf_collection/3,
 * set_dtmf_collection/3). Names stay once they were used, even where nothing is left in them.
 */
export class DtmfCollections {
  readonly #digits = new Map<string, string>();

  /** Appends a key to `default`, where all keys go that no collect_dtmf waits for (cf_util:process_event/3). */
  append(digit: string): void {
    this.#digits.set("default", (this.#digits.get("default") ?? "") + digit);
  }

  /** Takes out what was typed ahead. */
  takeDefault(): string {
    const digits = this.#digits.get("default") ?? "";
    this.#digits.set("default", "");
    return digits;
  }

  /** Replaces a collection. */
  set(name: string, digits: string): void {
    this.#digits.set(name, digits);
  }

  /**
   * The parameter `Digits`: undefined before the first key, an object without the empty collections later, since
   * empty texts are taken out of every message (kapi_pivot:publish_req/1).
   */
  get parameter(): Record<string, string> | undefined {
    if (this.#digits.size === 0) return undefined;
    return Object.fromEntries([...this.#digits].filter(([, digits]) => digits !== ""));
  }
}
