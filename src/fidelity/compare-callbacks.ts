import type { CallEvent } from "../simulator/transcript.ts";
import { askedParameters, askedUrl } from "./asked.ts";
import type { Difference } from "./difference.ts";

/** How far times may be apart: Kazoo counts whole seconds, and an answer and a Pivot request take a moment. */
const toleranceSeconds = 2;

/** Standard parameters that say which call is told about. */
const names = ["From", "To", "Direction", "ParentCallSid"];

/** The call of a recording, or in a conference, is the caller's own, whose sid both platforms know. */
const namesWithSid = [...names, "CallSid", "AccountSid"];

/** Recordings that both simulators make: nobody else is in a conference, and the reference starts none beside a call. */
const recorded = ["RecordVerb", "DialVerb"];

type Told = {
  readonly atMs: number;
  /** Whom it tells about what: there is one such in a call. */
  readonly key: string;
  readonly parameters: ReadonlyMap<string, string>;
};

/** How the callbacks of two calls differ, which come in no order. */
export function compareCallbacks(
  reference: readonly CallEvent[],
  kazoo: readonly CallEvent[],
): readonly Difference[] {
  const left = toldIn(kazoo);
  const differences = toldIn(reference).flatMap((told): readonly Difference[] => {
    const same = left.findIndex(({ key, parameters }) => key === told.key && isSameEnd(told, parameters));
    const index = same < 0 ? left.findIndex(({ key }) => key === told.key) : same;
    const [other] = index < 0 ? [] : left.splice(index, 1);
    if (other === undefined) return [{ what: "callback", reference: told.key, atMs: told.atMs }];
    return compareTold(told, other);
  });
  const others = left.map(({ key, atMs }): Difference => ({ what: "callback", kazoo: key, atMs }));
  return [...differences, ...others];
}

function isSameEnd(told: Told, parameters: Told["parameters"]): boolean {
  return compareTold(told, { ...told, parameters }).length === 0;
}

function toldIn(events: readonly CallEvent[]): Told[] {
  return events.flatMap((event) => {
    if (event.kind !== "told") return [];
    const about = subjectOf(event.parameters);
    if (about === undefined) return [];
    const isOfChild = event.parameters["CallStatus"] !== undefined;
    const compared = isOfChild ? names : namesWithSid;
    const who = Object.entries(event.parameters)
      .filter(([name]) => compared.includes(name))
      .map(([name, value]) => [name, name === "To" ? plainAddress(value) : value] as const);
    const parameters = new Map([...who, ...askedParameters(event)]);
    return [{ atMs: event.atMs, key: `${event.method} ${askedUrl(event)} of ${about}`, parameters }];
  });
}

/** What is told about; undefined where only one simulator can tell it. */
function subjectOf(parameters: Readonly<Record<string, string>>): string | undefined {
  const { CallStatus = "", To = "", RecordingStatus, RecordingSource = "", StatusCallbackEvent } = parameters;
  if (StatusCallbackEvent !== undefined) return `the conference: ${StatusCallbackEvent}`;
  if (RecordingStatus === undefined) return `${plainAddress(To)}: ${eventOf(CallStatus)}`;
  if (!recorded.includes(RecordingSource)) return undefined;
  return `${RecordingSource}: ${RecordingStatus === "in-progress" ? RecordingStatus : "ended"}`;
}

/** Without its parameters, of which Twilio does not say whether it tells them (https://www.twilio.com/docs/voice/twiml/sip). */
function plainAddress(to: string): string {
  return to.replace(/;.*$/s, "");
}

/** Twilio's name of the event; however a call ended, it is `completed`. */
function eventOf(status: string): string {
  const events: Readonly<Record<string, string>> = {
    initiated: "initiated",
    ringing: "ringing",
    "in-progress": "answered",
  };
  return events[status] ?? "completed";
}

function compareTold(reference: Told, kazoo: Told): readonly Difference[] {
  const { atMs, key } = reference;
  const names = new Set([...reference.parameters.keys(), ...kazoo.parameters.keys()]);
  return [...names].flatMap((name): readonly Difference[] => {
    const [a, b] = [reference.parameters.get(name), kazoo.parameters.get(name)];
    if (isSame(name, a, b)) return [];
    // The same difference as of the action, which is told of the length too.
    if (name === "RecordingDuration" && a !== undefined && b !== undefined) {
      return [{ what: "recording-duration", reference: `${name}=${a}`, kazoo: `${name}=${b}`, atMs }];
    }
    const describe = (value: string | undefined) =>
      `${key} ${value === undefined ? `without ${name}` : `${name}=${value}`}`;
    return [{ what: "callback", reference: describe(a), kazoo: describe(b), atMs }];
  });
}

function isSame(name: string, a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  const isTime = ["Timestamp", "RecordingStartTime"].includes(name);
  const seconds = isTime ? [Date.parse(a) / 1000, Date.parse(b) / 1000] : [Number(a), Number(b)];
  const [x = Number.NaN, y = Number.NaN] = seconds;
  return (isTime || name === "CallDuration") && Math.abs(x - y) <= toleranceSeconds;
}
