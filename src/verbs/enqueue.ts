import { node } from "../callflow/build.ts";
import type { Notes } from "../fidelity/note.ts";
import { continueWith, type Draft } from "../translate/draft.ts";
import type { HangUp } from "../translate/hang-up.ts";
import { httpMethod, integer, text, url } from "../twiml/attributes.ts";
import { childElements, type Element, ownText } from "../twiml/element.ts";
import { resolveUrl } from "../twiml/resolve-url.ts";
import { answerFirst } from "./answer.ts";
import { type ActionRequest, answerAndGoOn, askAction, requestAction } from "./ask-action.ts";
import { type Arrival, type Context, defineVerb, type Next } from "./define.ts";
import { lostNouns, type NounRows, spellNoun } from "./lost-nouns.ts";
import { ownFlow } from "./own-flow.ts";
import type { Endpoints } from "./platform.ts";

/** @see https://www.twilio.com/docs/voice/twiml/enqueue */
const attributes = {
  action: url(),
  method: httpMethod({ twilioCode: 12200 }),
  maxQueueSize: integer({ default: undefined, min: 1 }),
  waitUrl: text({ default: undefined }),
  waitUrlMethod: httpMethod({ twilioCode: 12200 }),
  workflowSid: text({ default: undefined }),
};

const nouns: NounRows = { Task: "priority timeout" };

/** A queue that is full lets go at once; a key that takes the caller out of it does so after a second (cf_acdc_member). */
const AT_ONCE_MS = 1000;

/** What a continuation needs to read the outcome. */
type Pending = {
  /** As Twilio names the queue, or the workflow in its place. */
  readonly queue: string;
  readonly action?: { readonly url: string; readonly method: "GET" | "POST" };
};

/**
 * Puts the call into a queue of Kazoo's, which an operator has named in the configuration; without one its action is told
 * of a system error, else the next verb runs. An agent who takes the call ends the flow.
 *
 * ```
 * play (silence: answers) → acdc_member → pivot (the action, else what follows)
 * ```
 */
export const enqueue = defineVerb({
  name: "Enqueue",
  source: "https://www.twilio.com/docs/voice/twiml/enqueue",
  attributes,
  children: Object.keys(nouns),
  nouns: lostNouns("enqueue-wait", nouns),
  support: {
    element: "enqueue-unmapped",
    attributes: {
      action: "enqueue-result",
      maxQueueSize: "enqueue-wait",
      waitUrl: "enqueue-wait",
      waitUrlMethod: "enqueue-wait",
    },
  },
  translate: (values, element, context) => {
    const { documentUrl, platform, notes } = context;
    const queue = values.workflowSid ?? ownText(element);
    const action =
      values.action === undefined || values.action === ""
        ? undefined
        : { url: resolveUrl(documentUrl, values.action), method: values.method };
    const id = queueId(queue, platform.endpoints);
    if (id !== undefined) {
      const pending: Pending = action === undefined ? { queue } : { queue, action };
      return ownFlow(element, context, () => {
        if (action !== undefined && !platform.webhooks) notes.add("action-after-hang-up", element);
        leaveNotes(element, notes);
        return waitIn(id, pending, context);
      });
    }
    for (const noun of childElements(element)) spellNoun(noun, nouns, notes);
    notes.add("enqueue-unmapped", element, { queue });
    if (action === undefined) return answerAndGoOn(context);
    const parameters = { QueueResult: "system-error", QueueTime: "0" };
    return askAction("Enqueue", { ...action, parameters, sid: queueSid(queue) }, context);
  },
  resume: (pending: Pending | ActionRequest, arrival) =>
    "url" in pending ? requestAction(pending, arrival) : afterQueue(pending, arrival),
});

function leaveNotes(element: Element, notes: Notes): void {
  for (const noun of childElements(element)) spellNoun(noun, nouns, notes);
  for (const attribute of ["waitUrl", "maxQueueSize"]) {
    if (element.attributes[attribute] !== undefined) notes.add("enqueue-wait", element, { attribute });
  }
  notes.add("enqueue-result", element);
}

function queueId(name: string, { queues }: Endpoints): string | undefined {
  const endpoint = Object.hasOwn(queues, name) ? queues[name] : undefined;
  return endpoint?.kind === "queue" ? endpoint.id : undefined;
}

function queueSid(name: string) {
  return { parameter: "QueueSid", prefix: "QU", name };
}

function waitIn(id: string, pending: Pending, context: Context): Draft {
  const { state, rest } = context;
  const { queue, action } = pending;
  const hangUp: HangUp = { verb: "Enqueue", queue, ...(action === undefined ? {} : { action }) };
  const next = continueWith({
    pending: { verb: "Enqueue", state: pending, hangUp },
    rest,
    state: { ...state, answered: true, typedAhead: true, promptsHeard: 0, isNoted: false },
  });
  return answerFirst(context, node("acdc_member", { id }, next));
}

/** Nobody took the call: the queue was full, or the caller left it by a key or after its longest time. */
function afterQueue({ queue, action }: Pending, arrival: Arrival): Next {
  if (action === undefined) return { go: "rest", change: {}, skip: 0 };
  const parameters = {
    QueueResult: arrival.tookMs < AT_ONCE_MS ? "queue-full" : "leave",
    QueueTime: String(Math.floor(arrival.tookMs / 1000)),
  };
  return requestAction({ ...action, parameters, sid: queueSid(queue) }, arrival);
}
