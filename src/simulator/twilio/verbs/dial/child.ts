import type { Element } from "../../../../twiml/element.ts";
import { resolveUrl } from "../../../../twiml/resolve-url.ts";
import type { Course, Failure } from "../../../callee.ts";
import { httpMethod } from "../../attributes.ts";
import type { ChildIdentity, TwilioCall } from "../../call.ts";
import { type Ended, ending, progress } from "../../callbacks.ts";

/** The call to somebody whom a Dial calls. */
export type Child = ChildIdentity & {
  /** Undefined where the Dial has a number for its text. */
  readonly noun: Element | undefined;
};

/** A child of the caller's call, which has a sid of its own. */
export function newChild(To: string, noun: Element | undefined, callerId: string, call: TwilioCall): Child {
  const From = callerId;
  return {
    CallSid: call.newChild(),
    Direction: "outbound-dial",
    From,
    To,
    Caller: From,
    Called: To,
    noun,
  };
}

/** Who a child is, without what is said of it in the document. */
export function identityOf({ noun: _, ...identity }: Child): ChildIdentity {
  return identity;
}

/** In the order in which they happen (https://www.twilio.com/docs/voice/twiml/number#attributes-status-callback-event). */
const events = ["initiated", "ringing", "answered", "completed"] as const;

/** Tells how a child was called; who has answered is told of at the end by `tellEnd`. */
export function tellCourse(child: Child, course: Course, call: TwilioCall): void {
  tell(child, "initiated", course.fromMs, progressOf("initiated"), call);
  tell(child, "ringing", course.fromMs, progressOf("ringing"), call);
  if (course.end === "answered") tell(child, "answered", course.toMs, progressOf("in-progress"), call);
  else tellEnd(child, course.toMs, failureOf(course), call);
}

/** Tells how a child has ended. */
export function tellEnd(child: Child, atMs: number, ended: Ended, call: TwilioCall): void {
  tell(child, "completed", atMs, (number) => ending(ended, number), call, ended);
}

type Parameters = (sequenceNumber: number) => Readonly<Record<string, string>>;

function progressOf(status: string): Parameters {
  return (number) => progress(status, number);
}

/** Numbers count the events that are told and have happened. */
function tell(
  child: Child,
  event: (typeof events)[number],
  atMs: number,
  parameters: Parameters,
  call: TwilioCall,
  ended?: Ended,
): void {
  const { noun } = child;
  const url = noun?.attributes["statusCallback"]?.trim() ?? "";
  if (noun === undefined || url === "") return;
  const words = (noun.attributes["statusCallbackEvent"] ?? "").toLowerCase().split(/[\s,]+/);
  const named = events.filter((one) => words.includes(one));
  const told: readonly string[] = named.length === 0 ? ["completed"] : named;
  if (!told.includes(event)) return;
  const before = events
    .slice(0, events.indexOf(event))
    .filter((one) => told.includes(one) && (one !== "answered" || ended?.status === "completed"));
  call.callbacks.add({
    atMs,
    url: resolveUrl(call.documentUrl, url),
    method: httpMethod(noun, "statusCallbackMethod"),
    parameters: parameters(before.length),
    child: identityOf(child),
  });
}

function failureOf(course: Exclude<Course, { end: "answered" }>): Ended {
  const nothing = { talkedMs: 0 };
  switch (course.end) {
    case "failed":
      return { ...nothing, status: statusOf(course.failure), sip: course.failure.sip };
    case "lost":
      return { ...nothing, status: "canceled", sip: 487 };
    default:
      return { ...nothing, status: "no-answer", sip: 487 };
  }
}

/** By the SIP status that the call ended with (https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values). */
export function statusOf({ sip }: Failure): "busy" | "no-answer" | "failed" {
  if ([486, 600, 603].includes(sip)) return "busy";
  return [408, 480, 487].includes(sip) ? "no-answer" : "failed";
}
