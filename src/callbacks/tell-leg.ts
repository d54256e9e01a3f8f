import { type DialEvent, type DialLeg, dialEvents } from "../translate/hang-up.ts";
import { calleeStatus, eventParameters, finalParameters } from "./call-outcome.ts";
import type { CallRecord, LegRecord } from "./call-records.ts";
import type { ChannelEvent } from "./channel-event.ts";
import { appOf, type Desk, sidsIn } from "./desk.ts";

/** Kazoo calls somebody. It does not tell when that rings, so that it counts as ringing at once. */
export async function legBegan(leg: LegRecord, event: ChannelEvent, desk: Desk): Promise<void> {
  if (leg.target === undefined) return;
  await desk.records.countLegs(childSid(leg, leg.target), "created");
  await tell(leg, event, desk, { name: "initiated", parameters: { CallStatus: "initiated" } });
  await tell(leg, event, desk, { name: "ringing", parameters: { CallStatus: "ringing" } });
}

/** Somebody has answered. */
export async function legAnswered(leg: LegRecord, event: ChannelEvent, desk: Desk): Promise<void> {
  const { target, waitingId } = leg;
  const name = target === undefined ? {} : { name: target.name };
  await desk.records.setDialAnswered(waitingId, { ...name, atMs: event.atMs });
  if (target === undefined) return;
  await desk.records.setAnsweredLeg(childSid(leg, target), event.callId);
  await tell(leg, event, desk, { name: "answered", parameters: { CallStatus: "in-progress" } });
}

/**
 * A leg of somebody who was called has ended. What it returns tells so, when other events of the moment have come: a child
 * call that has several legs, devices of a user or carriers one after another, ends with the one that was answered, or
 * with the last.
 */
export async function legEnded(
  leg: LegRecord,
  event: ChannelEvent,
  desk: Desk,
): Promise<() => Promise<void>> {
  const { target, waitingId } = leg;
  const { records } = desk;
  if (event.billingSeconds > 0) {
    const atMs = event.atMs - event.billingSeconds * 1000;
    await records.setDialAnswered(waitingId, {
      ...(target === undefined ? {} : { name: target.name }),
      atMs,
    });
    await records.setDialSeconds(waitingId, event.billingSeconds);
  }
  if (target === undefined) return async () => {};
  const sid = childSid(leg, target);
  if (event.billingSeconds > 0) await records.setAnsweredLeg(sid, event.callId);
  await records.countLegs(sid, "ended");
  return async () => {
    const answeredLeg = await records.answeredLeg(sid);
    const isAnswered = answeredLeg === event.callId;
    if (answeredLeg !== undefined && !isAnswered) return;
    const isLast = (await records.legs(sid, "ended")) >= (await records.legs(sid, "created"));
    if (!isAnswered && !isLast) return;
    const status = calleeStatus(event.cause, isAnswered);
    const end = finalParameters(status, { seconds: event.billingSeconds, code: event.code });
    await tell(leg, event, desk, { name: "completed", parameters: end, isAnswered });
  };
}

type Telling = {
  readonly name: DialEvent;
  readonly parameters: Readonly<Record<string, string>>;
  /** At the end. */
  readonly isAnswered?: boolean;
};

/** Each event of a child call is told once, whichever of its legs has it. */
async function tell(leg: LegRecord, event: ChannelEvent, desk: Desk, telling: Telling): Promise<void> {
  const { target } = leg;
  if (target?.callback === undefined || !target.callback.events.includes(telling.name)) return;
  const call = await desk.records.call(leg.callSid);
  const app = call && appOf(call, desk);
  if (app === undefined || call === undefined) return;
  const sid = childSid(leg, target);
  if (!(await desk.records.isFirst(`${sid}:${telling.name}`))) return;
  const { url, method, events } = target.callback;
  const parameters = {
    ...childParameters(call, target, { sid, parent: leg.callSid }),
    ...telling.parameters,
    ...eventParameters(event.atMs, sequenceNumber(telling, events)),
  };
  desk.callbacks.send({ app, url, method, parameters });
}

function childSid({ callSid }: LegRecord, { name }: DialLeg): string {
  return sidsIn(callSid)("CA", name);
}

/** @see https://www.twilio.com/docs/voice/twiml/number#status-callback-http-parameters */
function childParameters(
  { parameters }: CallRecord,
  { from, to }: DialLeg,
  { sid, parent }: { sid: string; parent: string },
): Record<string, string> {
  const { AccountSid = "", ApiVersion = "" } = parameters;
  return {
    CallSid: sid,
    ParentCallSid: parent,
    AccountSid,
    ApiVersion,
    Direction: "outbound-dial",
    From: from,
    To: to,
    Caller: from,
    Called: to,
  };
}

/** Events are counted from 0 in the order in which they happened, those that nobody is told of left out. */
function sequenceNumber({ name, isAnswered }: Telling, told: readonly DialEvent[]): number {
  const before = dialEvents.slice(0, dialEvents.indexOf(name));
  const happened = before.filter((event) => event !== "answered" || isAnswered !== false);
  return happened.filter((event) => told.includes(event)).length;
}
