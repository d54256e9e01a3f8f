import type { Tokens } from "../continuation/pack.ts";
import { childrenOf, type Draft } from "../translate/draft.ts";

/**
 * Kazoo lets a call run nodes for tokens and hangs it up when it has none left. A bucket holds 100, a node costs 5, and
 * 10 come back each second.
 *
 * @see cf_util:token_check/2, kz_buckets (max_bucket_tokens, tokens_fill_rate)
 */
const CAPACITY = 100;
const NODE_COST = 5;
const REFILL_PER_SECOND = 10;

/** A call comes in with the nodes paid that led it to twivot, of which there are a few. */
const LEFT_AT_FIRST = 75;

/** What is left over for nodes of the operator's own, should the call go back to them. */
const RESERVE = 25;

/** How a flow is paid for, and what the call's own bucket then holds. */
export type Payment = { readonly tokens: Tokens; readonly isFromOwnBucket: boolean };

/** The bucket of a call that has just come in. */
export function tokensAtFirst(nowMs: number): Tokens {
  return { left: LEFT_AT_FIRST, atMs: nowMs };
}

/** Pays for a flow, as if all of its nodes were instantaneous; what the call cannot pay is paid from other buckets. */
export function pay(draft: Draft, { left, atMs }: Tokens, nowMs: number): Payment {
  const refilled = Math.floor(Math.max(0, nowMs - atMs) / 1000) * REFILL_PER_SECOND;
  const available = Math.min(CAPACITY, left + refilled);
  const cost = longestPath(draft) * NODE_COST;
  const isFromOwnBucket = cost + RESERVE <= available;
  return { tokens: { left: isFromOwnBucket ? available - cost : available, atMs: nowMs }, isFromOwnBucket };
}

function longestPath(draft: Draft): number {
  // `come-back` becomes two nodes.
  const own = draft.module === "come-back" ? 2 : 1;
  return own + Math.max(0, ...Object.values(childrenOf(draft)).map(longestPath));
}
