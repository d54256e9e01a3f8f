import { node } from "../callflow/build.ts";
import { escapedLength } from "../callflow/json.ts";
import { continueWith, type Draft } from "../translate/draft.ts";
import type { Element } from "../twiml/element.ts";
import type { Context } from "./define.ts";

/** Something that a verb lets be heard, before the flow that follows. */
export type Part = (next: Draft, isFirst: boolean) => Draft;

/** A flow holds this many parts of one verb, as far as there is room; the next ones come with the next Pivot request. */
export const PARTS_PER_FLOW = 10;

/**
 * The parts of a verb one after the other, then what `then` gives. It is called once all are in the flow, with the
 * room that they take.
 *
 * ```
 * part → part → … → what follows | continue (the same verb, with so many parts heard)
 * ```
 *
 * @param partAt the part of an index, undefined behind the last one.
 */
export function playParts(
  partAt: (index: number) => Part | undefined,
  element: Element,
  { state, rest, room }: Context,
  then: (size: number) => Draft,
): Draft {
  const parts: Part[] = [];
  let size = 0;
  let part = partAt(state.promptsHeard);
  while (part !== undefined && parts.length < PARTS_PER_FLOW) {
    const more = sizeOf(part);
    if (parts.length > 0 && size + more > room) break;
    size += more;
    parts.push(part);
    part = partAt(state.promptsHeard + parts.length);
  }
  const promptsHeard = state.promptsHeard + parts.length;
  const heard = { ...state, answered: true, typedAhead: true, promptsHeard, isNoted: true };
  const next = part === undefined ? then(size) : continueWith({ rest: [element, ...rest], state: heard });
  return parts.reduceRight((after, one, index) => one(after, state.promptsHeard + index === 0), next);
}

/** How long a part is as JSON. */
function sizeOf(part: Part): number {
  return escapedLength(JSON.stringify(part(node("hangup", {}), false)));
}
