import { continueWith, type Draft } from "../translate/draft.ts";
import type { Element } from "../twiml/element.ts";
import type { Context } from "./define.ts";

/**
 * Has a flow begin with a verb whose outcome is told by when the flow began and when the caller left it: the time of the
 * verbs before it is not its own, and who hangs up in those has not come to it.
 */
export function ownFlow(
  element: Element,
  { isFirst, rest, state }: Pick<Context, "isFirst" | "rest" | "state">,
  flow: () => Draft,
): Draft {
  return isFirst ? flow() : continueWith({ rest: [element, ...rest], state });
}
