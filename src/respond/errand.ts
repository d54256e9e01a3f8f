import { createHash } from "node:crypto";
import type { App, Config } from "../config.ts";
import { type Packed, unpack } from "../continuation/pack.ts";
import { PivotRequestError } from "../errors.ts";
import type { House } from "../house.ts";
import type { Call } from "../pivot/call.ts";
import { newState } from "../translate/draft.ts";
import { addresses } from "../twilio/addresses.ts";
import { emptyVisit } from "../twilio/fetch-document.ts";
import { accountSid, callSid, sidInCall } from "../twilio/sids.ts";
import type { Recorded } from "../verbs/define.ts";
import { resume, type Turn } from "./next-draft.ts";
import { tokensAtFirst } from "./tokens.ts";

/**
 * What Kazoo has asked for, with all that is needed to do it, or to do it again: it is JSON, since it travels in the URL
 * at which a late answer is waited for.
 */
export type Errand = {
  /** Name of the application. */
  readonly app: string;
  /** What the call was left with; none where it has just come in. */
  readonly left?: Packed;
  /** Which way out of a node Kazoo took. */
  readonly outcome?: string;
  /** How long Kazoo took since it got the last flow, in milliseconds. */
  readonly tookMs: number;
  /** Of the idempotency tokens of its requests, so that an application can tell a second try; base64url. */
  readonly seed: string;
};

/** The turn that an errand begins with. A recording whose file is due is waited for, a while. */
export async function beginTurn(errand: Errand, arrived: Call, app: App, house: House): Promise<Turn> {
  const called = errand.left?.d;
  const call = called === undefined ? arrived : { ...arrived, request: called };
  const setting = settingOf(call, app, house.config());
  return errand.left === undefined
    ? firstTurn(call, app, setting, house.outside.now())
    : laterTurn({ ...errand, left: errand.left }, call, app, setting, house);
}

/** The application's voice URL is asked what to do with the call. */
function firstTurn(call: Call, app: App, setting: Turn["setting"], nowMs: number): Turn {
  const session = {
    app: app.name,
    callSid: callSid(call.accountId, call.callId),
    documentUrl: app.voiceUrl,
    visit: emptyVisit,
    documents: 0,
    tokens: tokensAtFirst(nowMs),
    ...(call.request === undefined ? {} : { called: call.request }),
  };
  const state = { ...newState, typedAhead: hasTypedAhead(call), gathers: gathersOf(call) };
  const asked = { url: app.voiceUrl, method: app.voiceMethod, parameters: {} };
  return { call, session, state, step: { kind: "ask", asked }, setting };
}

/** The call goes on from where it was left. */
async function laterTurn(
  { left, outcome, tookMs }: Errand & { readonly left: Packed },
  call: Call,
  app: App,
  setting: Turn["setting"],
  { recordings, calls }: House,
): Promise<Turn> {
  const { session, continuation } = unpack(left);
  const number = continuation.pending?.recording;
  const recording: Recorded | undefined =
    number === undefined
      ? undefined
      : await recordings.awaitRecorded(session.callSid, number, accountSid(call.accountId, app.accountSid));
  const sid = (prefix: string, name: string) => sidInCall(prefix, session.callSid, name);
  const dialSeconds = outcome === "bridged" ? await calls.dialSeconds(session.callSid) : undefined;
  const arrival = { call, outcome, tookMs, dialSeconds, recording, sid };
  const { step, state } = resume(continuation, arrival);
  return { call, session, step, state: { ...state, typedAhead: hasTypedAhead(call) }, setting };
}

/** What a translation knows of a call. */
function settingOf(call: Call, app: App, config: Config): Turn["setting"] {
  const { from, to } = addresses(call, config);
  const { platform } = app;
  return { kazoo: platform.kazoo, platform, parties: { accountId: call.accountId, from, to } };
}

/** @throws {PivotRequestError} there is none of that name. */
export function findApp(name: string, { apps }: Config): App {
  const app = Object.hasOwn(apps, name) ? apps[name] : undefined;
  if (app !== undefined) return app;
  const message = `There is no application "${name}": correct the path in Kazoo, which is /pivot or /pivot/APP.`;
  throw new PivotRequestError("app-unknown", message, { status: 404 });
}

/** Bytes that are the same for the same seed, one call after the other: what a second try of an errand is told by. */
export function seededBytes(seed: string): (size: number) => Uint8Array {
  let calls = 0;
  return (size) => {
    calls += 1;
    return createHash("shake256", { outputLength: size }).update(`${seed} ${calls}`).digest();
  };
}

/** Keys that were pressed while something played and that no Gather has taken (cf_util:process_event/3). */
function hasTypedAhead(call: Call): boolean {
  return "default" in call.digits;
}

/** The highest number of a collection of ours, where an earlier Pivot node of the call has left some. */
function gathersOf(call: Call): number {
  const numbers = Object.keys(call.digits).map((name) => Number(/^g(\d{1,9})$/.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}
