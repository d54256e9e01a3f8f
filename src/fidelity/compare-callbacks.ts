import type { CallEvent } from "../simulator/transcript.ts";
import { askedParameters, askedUrl } from "./asked.ts";
import type { Difference } from "./difference.ts";

/** How far times may be apart: Kazoo counts whole seconds, and an answer and a Pivot request take a moment. */
const toleranceSeconds = 2;

/** Standard parameters that say which call is told about. */
const names = ["From", "To", "Direction", "ParentCallSid"];

type Told = {
  readonly atMs: number;
  /** Whom it tells about what: there is one such in a call. */
  readonly key: string;
  readonly parameters: ReadonlyMap<string, string>;
};

/**
 * How the callbacks of two calls differ, which come in no order. The file of a recording is only told of where there is
 * one, so that its callbacks are left out.
 */
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
    if (event.kind !== "told" || "RecordingStatus" in event.parameters) return [];
    const { CallStatus = "", To = "" } = event.parameters;
    const key = `${event.method} ${askedUrl(event)} of ${To}: ${eventOf(CallStatus)}`;
    const who = Object.entries(event.parameters).filter(([name]) => names.includes(name));
    return [{ atMs: event.atMs, key, parameters: new Map([...who, ...askedParameters(event)]) }];
  });
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
  return [...new Set([...reference.parameters.keys(), ...kazoo.parameters.keys()])].flatMap((name) => {
    const [a, b] = [reference.parameters.get(name), kazoo.parameters.get(name)];
    if (isSame(name, a, b)) return [];
    const describe = (value: string | undefined) =>
      `${reference.key} ${value === undefined ? `without ${name}` : `${name}=${value}`}`;
    return [{ what: "callback", reference: describe(a), kazoo: describe(b), atMs: reference.atMs } as const];
  });
}

function isSame(name: string, a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  const seconds =
    name === "Timestamp" ? [Date.parse(a) / 1000, Date.parse(b) / 1000] : [Number(a), Number(b)];
  const [x = Number.NaN, y = Number.NaN] = seconds;
  return ["Timestamp", "CallDuration"].includes(name) && Math.abs(x - y) <= toleranceSeconds;
}
