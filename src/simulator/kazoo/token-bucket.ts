const capacity = 100;
const refill = 10;
const refillEveryMs = 1000;

/** Tokens that a call pays its nodes with: 100, ten more each second, never above 100 (kz_token_bucket). */
export class TokenBucket {
  readonly #openedMs: number;
  #tokens = capacity;
  #refills = 0;

  constructor(nowMs: number) {
    this.#openedMs = nowMs;
  }

  /** Takes so many tokens, or none and says false. */
  consume(cost: number, nowMs: number): boolean {
    const refills = Math.floor((nowMs - this.#openedMs) / refillEveryMs);
    this.#tokens = Math.min(capacity, this.#tokens + (refills - this.#refills) * refill);
    this.#refills = refills;
    if (this.#tokens < cost) return false;
    this.#tokens -= cost;
    return true;
  }
}
