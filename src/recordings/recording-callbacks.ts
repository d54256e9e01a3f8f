import type { Callback, Callbacks } from "../callbacks/callbacks.ts";
import type { App, Config } from "../config.ts";
import type { RecordingEvent } from "../translate/recording.ts";
import { recordingSid } from "../twilio/sids.ts";
import { recordingUrl } from "./recording-name.ts";
import type { Upload } from "./upload.ts";

type Telling = { readonly config: () => Config; readonly callbacks: Pick<Callbacks, "send"> };

/**
 * Tells the application, where it wants to know, that a recording begins: unless twivot knows better, when the flow leaves
 * that begins it.
 */
export function tellInProgress(
  upload: Omit<Upload, "x">,
  { config, callbacks }: Telling,
  startedAtMs = upload.leftAtMs,
): void {
  const callback = statusCallback(upload, config(), "in-progress", startedAtMs);
  if (callback !== undefined) callbacks.send(callback);
}

/** How a recording went. */
export type Outcome = {
  /** Whole seconds; 0 where nothing was recorded. */
  readonly seconds: number;
  /** When its file had come, in milliseconds since 1970. */
  readonly arrivedAtMs: number;
};

/** Tells the application, where it wants to know, that a recording is there, or that nothing was recorded. */
export function tellOutcome(upload: Upload, outcome: Outcome, { config, callbacks }: Telling): void {
  const { seconds } = outcome;
  const event = seconds === 0 ? "absent" : "completed";
  const callback = statusCallback(upload, config(), event, startedAt(upload, outcome), seconds);
  if (callback !== undefined) callbacks.send(callback);
}

/** The file comes soon after the end; only where Kazoo had to try again is this later than it was. */
export function startedAt({ leftAtMs }: Upload, { seconds, arrivedAtMs }: Outcome): number {
  return Math.max(leftAtMs, arrivedAtMs - seconds * 1000);
}

/**
 * The request to the action of a Record in which the caller hung up. Where nothing was recorded there is none, unless
 * the application wants one for that too.
 *
 * @see https://www.twilio.com/docs/voice/twiml/record#attributes-action
 */
export function hangUpAction(upload: Upload, seconds: number, config: Config): Callback | undefined {
  const { action } = upload.recording;
  const app = appOf(upload, config);
  if (action === undefined || app === undefined) return undefined;
  if (seconds === 0 && app.platform.recordEmpty === "fallthrough") return undefined;
  const { variables, ...asked } = action;
  const parameters = {
    ...variables,
    ...upload.parameters,
    CallStatus: "completed",
    ...identity(upload, config),
    RecordingDuration: String(seconds),
    Digits: "hangup",
  };
  return { app, ...asked, isAction: true, parameters };
}

/** https://www.twilio.com/docs/voice/twiml/record#attributes-recording-status-callback-parameters */
function statusCallback(
  upload: Omit<Upload, "x">,
  config: Config,
  event: RecordingEvent,
  startedAtMs: number,
  seconds?: number,
): Callback | undefined {
  const { callback, channels, source, track } = upload.recording;
  const app = appOf(upload, config);
  if (app === undefined || callback === undefined || !callback.events.includes(event)) return undefined;
  const { AccountSid = "", CallSid = "" } = upload.parameters;
  const parameters = {
    AccountSid,
    CallSid,
    ...identity(upload, config),
    RecordingStatus: event,
    ...(seconds === undefined ? {} : { RecordingDuration: String(seconds) }),
    RecordingChannels: String(channels),
    RecordingStartTime: rfc2822(startedAtMs),
    RecordingSource: source,
    RecordingTrack: track,
    ErrorCode: "0",
  };
  return { app, url: callback.url, method: callback.method, parameters };
}

function identity({ parameters, recording }: Omit<Upload, "x">, { publicUrl, secrets }: Config) {
  const { AccountSid = "", CallSid = "" } = parameters;
  const sid = recordingSid(CallSid, recording.number, secrets);
  return { RecordingSid: sid, RecordingUrl: recordingUrl(publicUrl, { accountSid: AccountSid, sid }) };
}

/** The application may have gone from the configuration meanwhile: then there is nobody to tell. */
function appOf({ app }: Omit<Upload, "x">, { apps }: Config): App | undefined {
  return Object.hasOwn(apps, app) ? apps[app] : undefined;
}

/** `Sun, 25 Mar 2018 09:53:19 +0000` (RFC 2822, section 3.3). */
function rfc2822(timeMs: number): string {
  return new Date(timeMs).toUTCString().replace("GMT", "+0000");
}
