import type { Values } from "../../twiml/attributes.ts";
import type { Element } from "../../twiml/element.ts";
import type { Context } from "../define.ts";
import type { dialAttributes } from "./attributes.ts";
import { noteNoEffect, type Target } from "./noun.ts";
import { noteRecording } from "./record.ts";
import { isGroupable, type Step } from "./steps.ts";

type DialValues = Values<typeof dialAttributes>;

/** Whom a Dial calls, and in which attempts. */
type Plan = { readonly targets: readonly Target[]; readonly steps: readonly Step[] };

/** The notes of a Dial itself; those of its nouns come after them. */
export function leaveNotes(values: DialValues, element: Element, plan: Plan, context: Context): void {
  const { notes, platform } = context;
  const { targets, steps } = plan;
  if (targets.length === 0) notes.add("dial-empty", element);
  if (steps.length === 0) return;
  if (values.action !== undefined && !platform.webhooks) notes.add("action-after-hang-up", element);
  noteAttributes(values, element, context);
  if (!values.sequential && steps.length > 1) {
    notes.add("dial-simultaneous", element, { attempts: steps.length });
  }
  if (losesHeaders(values, plan)) notes.add("dial-headers", element);
  if (values.action === undefined && context.rest.length === 0) return;
  // A mailbox is left without a bridge.
  if (!steps.some((step) => step.kind === "several" || step.to.kind !== "voicemail")) return;
  if (platform.returnExtension === undefined) notes.add("dial-no-return", element);
  else if (values.action !== undefined && !platform.webhooks) notes.add("dial-duration", element);
}

/** Notes the attributes of a Dial that Kazoo cannot do, whatever it calls. */
export function noteAttributes(values: DialValues, element: Element, context: Context): void {
  const { notes } = context;
  const { timeLimit, hangupOnStar, referUrl } = values;
  noteRecording(values, element, context);
  if (timeLimit !== undefined) notes.add("dial-time-limit", element, { seconds: timeLimit });
  if (hangupOnStar) notes.add("dial-hangup-on-star", element);
  if (referUrl !== undefined && referUrl !== "") notes.add("dial-refer", element);
  noteNoEffect(["callReason", "events", "passports"], element, notes);
}

/** Ring groups have no headers (callflows.ring_group.json). */
function losesHeaders({ ringTone }: DialValues, { targets, steps }: Plan): boolean {
  const isGrouped = ringTone !== undefined || steps.some(({ kind }) => kind === "several");
  return targets.some(({ to, headers }) => {
    if (to === undefined || Object.keys(headers).length === 0) return false;
    if (to.kind === "number") return false;
    return isGrouped || !isGroupable(to) || to.kind === "group" || to.kind === "ringGroup";
  });
}
