import type { Parameter } from "../pivot/call.ts";

/** What a webhook of Kazoo's tells of one leg of a call. */
export type ChannelEvent = {
  readonly event: ChannelEventName;
  readonly accountId: string;
  /** Of the leg: Pivot's Call-ID where it is the caller's. */
  readonly callId: string;
  readonly otherCallId: string | undefined;
  /** Whether the leg only connects others (loopback). */
  readonly isInternal: boolean;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Numbers, users and ids that the leg is known by. */
  readonly names: readonly string[];
  /** FreeSWITCH's, at the end. */
  readonly cause: string;
  /** `sip:486`, or a number of Q.850. */
  readonly code: string | undefined;
  /** From the answer to the end, at the end. */
  readonly billingSeconds: number;
};

const eventNames = ["channel_create", "channel_answer", "channel_bridge", "channel_destroy"] as const;

type ChannelEventName = (typeof eventNames)[number];

/** Seconds from the year 0, from which Kazoo counts (calendar:datetime_to_gregorian_seconds/1), to 1970. */
const GREGORIAN_EPOCH_SECONDS = 62_167_219_200;

/** A clock that is further off is not believed. */
const MAX_DRIFT_MS = 24 * 60 * 60 * 1000;

/**
 * Reads the payload of a webhook; undefined where it is about something else.
 *
 * @see webhooks_channel_util:base_hook_event/3
 */
export function readChannelEvent(
  payload: Readonly<Record<string, Parameter>>,
  nowMs: number,
): ChannelEvent | undefined {
  const text = (name: string) => textOf(payload[name]);
  const event = eventNames.find((name) => name === text("hook_event"));
  const accountId = text("account_id");
  const callId = text("call_id");
  if (event === undefined || accountId === undefined || callId === undefined) return undefined;
  return {
    event,
    accountId,
    callId,
    otherCallId: text("other_leg_call_id"),
    isInternal: text("is_internal_leg") === "true",
    atMs: timeOf(text("timestamp"), nowMs),
    names: namesOf(payload),
    cause: text("hangup_cause") ?? "",
    code: text("hangup_code"),
    billingSeconds: wholeNumber(text("billing_seconds")) ?? 0,
  };
}

function textOf(value: Parameter | undefined): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

function timeOf(timestamp: string | undefined, nowMs: number): number {
  const seconds = wholeNumber(timestamp);
  if (seconds === undefined) return nowMs;
  const atMs = (seconds - GREGORIAN_EPOCH_SECONDS) * 1000;
  return Math.abs(atMs - nowMs) > MAX_DRIFT_MS ? nowMs : atMs;
}

function namesOf(payload: Readonly<Record<string, Parameter>>): readonly string[] {
  const variables = payload["custom_channel_vars"];
  const inner = (name: string) =>
    typeof variables === "object" && variables !== null && !Array.isArray(variables)
      ? textOf((variables as Readonly<Record<string, Parameter>>)[name])
      : undefined;
  const own = [
    "to",
    "request",
    "callee_id_number",
    "authorizing_id",
    "owner_id",
    "other_leg_destination_number",
  ];
  const all = [...own.map((name) => textOf(payload[name])), inner("authorizing_id"), inner("owner_id")];
  return all.filter((name) => name !== undefined).map(plainName);
}

/** A name by which legs are compared: the user of an address, without the plus of a number. */
export function plainName(name: string): string {
  return name
    .replace(/^(?:sips?|client):/i, "")
    .replace(/@.*$/s, "")
    .replace(/^\+/, "")
    .toLowerCase();
}
