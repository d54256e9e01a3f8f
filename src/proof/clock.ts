/** The time of a call, in milliseconds since it came in. It goes forward only. */
export class Clock {
  #nowMs = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  forwardTo(atMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, atMs);
  }
}
