import { callSid } from "../twilio/sids.ts";
import { callerStatus, eventParameters, finalParameters } from "./call-outcome.ts";
import type { CallRecord, CallRecords, LegRecord } from "./call-records.ts";
import { type ChannelEvent, plainName } from "./channel-event.ts";
import { appOf, type Desk, sidsIn, withoutFail } from "./desk.ts";
import { hangUpParameters } from "./hang-up-parameters.ts";
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
  if (!(await desk.records.isFirst(`${legKey(event)}:${event.event}`))) return;
  if (event.event === "channel_answer") await desk.records.setCallAnswered(sid);
  if (event.event === "channel_bridge" && event.otherCallId !== undefined) {
    // Kazoo tells of a bridge from one side only, or from both.
    const other = { ...event, callId: event.otherCallId, otherCallId: event.callId };
    return takeLegEvent(other, desk);
  }
  if (event.event === "channel_destroy") {
    desk.settling.later(() => withoutFail(desk, callEnded(sid, call, event, desk)));
  }
}

async function takeLegEvent(event: ChannelEvent, desk: Desk): Promise<void> {
  if (event.isInternal) return;
  const leg = await findLeg(event, desk.records);
  if (leg === undefined || !(await desk.records.isFirst(`${legKey(event)}:${event.event}`))) return;
  switch (event.event) {
    case "channel_create":
      return legBegan(leg, event, desk);
    case "channel_answer":
    case "channel_bridge":
      return legAnswered(leg, event, desk);
    case "channel_destroy": {
      const tell = await legEnded(leg, event, desk);
      await desk.records.endLeg(legKey(event), leg);
      desk.settling.later(() => withoutFail(desk, tell()));
    }
  }
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
  return leg;
}

/** The caller's leg is gone: what was pending is asked, and the status callback told. */
async function callEnded(sid: string, call: CallRecord, event: ChannelEvent, desk: Desk): Promise<void> {
  const { records, callbacks } = desk;
  const waiting = await records.waiting(sid);
  await records.endCall(sid, call, waiting);
  const app = appOf(call, desk);
  if (app === undefined) return;
  const action = waiting?.hangUp.action;
  if (waiting !== undefined && action !== undefined && !(await records.isBack(sid))) {
    const outcome = await hangUpParameters(waiting, event, { records, sidOf: sidsIn(sid) });
    callbacks.send({
      app,
      ...action,
      isAction: true,
      parameters: { ...call.parameters, CallStatus: "completed", ...outcome },
    });
  }
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
