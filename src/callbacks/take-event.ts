import type { App } from "../config.ts";
import { participationIn } from "../translate/hang-up.ts";
import { callSid } from "../twilio/sids.ts";
import { callerStatus, eventParameters, finalParameters } from "./call-outcome.ts";
import type { CallRecord, CallRecords, LegRecord, Waiting } from "./call-records.ts";
import { type ChannelEvent, plainName } from "./channel-event.ts";
import { appOf, type Desk, sidsIn, withoutFail } from "./desk.ts";
import { hangUpParameters } from "./hang-up-parameters.ts";
import { recordingBegan } from "./recorded-dial.ts";
import { legAnswered, legBegan, legEnded } from "./tell-leg.ts";

/**
 * Tells applications what an event means. It may come twice, late, and before others that were earlier; those of calls
 * that twivot does not know leave nothing behind.
 *
 * @throws when the store fails.
 */
export async function takeEvent(event: ChannelEvent, desk: Desk): Promise<void> {
  const sid = callSid(event.accountId, event.callId);
  const call = await desk.records.call(sid);
  if (call === undefined) return takeLegEvent(event, desk);
  if (event.event === "channel_bridge" && event.otherCallId !== undefined) {
    // Kazoo tells of a bridge from one side only, or from both; the caller may have several.
    const other = { ...event, callId: event.otherCallId, otherCallId: event.callId };
    return takeLegEvent(other, desk);
  }
  if (!(await desk.records.isFirst(`${legKey(event)}:${event.event}`))) return;
  if (event.event === "channel_answer") await desk.records.setCallAnswered(sid);
  if (event.event === "channel_destroy") {
    await desk.records.setEnded(sid);
    desk.settling.later(() => withoutFail(desk, callEnded(sid, call, event, desk)));
    // At once: whoever comes within that moment does not meet this caller any more.
    await leaveConference(sid, event, desk);
  }
}

async function takeLegEvent(event: ChannelEvent, desk: Desk): Promise<void> {
  if (event.isInternal) return forwarded(event, desk.records);
  const leg = await findLeg(event, desk.records);
  if (leg === undefined || !(await desk.records.isFirst(`${legKey(event)}:${event.event}`))) return;
  switch (event.event) {
    case "channel_create":
      return legBegan(leg, event, desk);
    case "channel_answer":
    case "channel_bridge":
      await legAnswered(leg, event, desk);
      return recordingBegan(leg, event, desk);
    case "channel_destroy": {
      const tell = await legEnded(leg, event, desk);
      await desk.records.endLeg(legKey(event), leg);
      desk.settling.later(() => withoutFail(desk, tell()));
    }
  }
}

/** Who is called by way of a leg that only connects others is known as its other leg: the caller has come to the Dial. */
async function forwarded(
  { event, accountId, otherCallId }: ChannelEvent,
  records: CallRecords,
): Promise<void> {
  if (event !== "channel_create" || otherCallId === undefined) return;
  const waiting = await records.waiting(callSid(accountId, otherCallId));
  if (waiting !== undefined) await records.setDialled(waiting.id);
}

function legKey({ accountId, callId }: ChannelEvent): string {
  return `${accountId}/${callId}`;
}

/** A leg of somebody who is called: known from an earlier event, or by the caller's leg that it belongs to. */
async function findLeg(event: ChannelEvent, records: CallRecords): Promise<LegRecord | undefined> {
  const known = await records.leg(legKey(event));
  if (known !== undefined || event.otherCallId === undefined) return known;
  const sid = callSid(event.accountId, event.otherCallId);
  const waiting = await records.waiting(sid);
  if (waiting === undefined) return undefined;
  const legs = waiting.hangUp.verb === "Dial" ? waiting.hangUp.legs : [];
  const named = legs.find(({ ids }) => ids.some((id) => event.names.includes(plainName(id))));
  const target = named ?? (legs.length === 1 ? legs[0] : undefined);
  const leg = { callSid: sid, waitingId: waiting.id, ...(target === undefined ? {} : { target }) };
  await records.setLeg(legKey(event), leg);
  await records.setDialled(waiting.id);
  return leg;
}

/** Whether the caller has left in the verb, not after it, nor in what comes before it in the same flow. */
async function isPending(sid: string, { id, hangUp }: Waiting, records: CallRecords): Promise<boolean> {
  if (await records.isBack(sid)) return false;
  return hangUp.verb !== "Dial" || hangUp.isFirst === true || (await records.hasDialled(id));
}

async function leaveConference(sid: string, { atMs }: ChannelEvent, desk: Desk): Promise<void> {
  const waiting = await desk.records.waiting(sid);
  const participation = waiting && participationIn(waiting.hangUp);
  if (participation !== undefined) await desk.conferences.left(sid, participation.room, atMs);
}

/** The caller's leg is gone: what was pending is asked, and the status callback told. */
async function callEnded(sid: string, call: CallRecord, event: ChannelEvent, desk: Desk): Promise<void> {
  const { records } = desk;
  const waiting = await records.waiting(sid);
  await records.endCall(sid, call, waiting);
  const app = appOf(call, desk);
  if (app === undefined) return;
  // The file of a recording may be waited for: the status callback does not wait for that.
  const asked = waiting === undefined ? undefined : askAction(sid, waiting, { app, call, event }, desk);
  await Promise.all([asked, tellEnd(sid, { app, call, event }, desk)]);
}

type End = { readonly app: App; readonly call: CallRecord; readonly event: ChannelEvent };

async function askAction(
  sid: string,
  waiting: Waiting,
  { app, call, event }: End,
  desk: Desk,
): Promise<void> {
  const { records, callbacks, recordings } = desk;
  const { action } = waiting.hangUp;
  if (action === undefined || !(await isPending(sid, waiting, records))) return;
  const { AccountSid = "" } = call.parameters;
  const outcome = await hangUpParameters(waiting, event, {
    records,
    sidOf: sidsIn(sid),
    awaitRecorded: (number) => recordings.awaitRecorded(sid, number, AccountSid),
  });
  const parameters = { ...call.parameters, CallStatus: "completed", ...outcome };
  callbacks.send({ app, ...action, isAction: true, parameters });
}

async function tellEnd(sid: string, { app, call, event }: End, { records, callbacks }: Desk): Promise<void> {
  if (app.statusCallback === undefined) return;
  const isAnswered = event.billingSeconds > 0 || (await records.isCallAnswered(sid));
  const status = callerStatus(event.cause, isAnswered);
  const parameters = {
    ...call.parameters,
    ...finalParameters(status, { seconds: event.billingSeconds, code: event.code }),
    // The only event that the callback of a number is told.
    ...eventParameters(event.atMs, 0),
  };
  callbacks.send({ app, url: app.statusCallback, method: app.statusCallbackMethod, parameters });
}
