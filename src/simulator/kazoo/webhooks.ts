import type { Course, Failure } from "../callee.ts";
import { type EncodableObject, encodeForm } from "../encode.ts";
import type { KazooCall } from "./call.ts";
import { causeOf } from "./causes.ts";

/** Where webhooks go, and when the call came in, in milliseconds since 1970. */
export type WebhookTarget = { readonly url: string; readonly startMs: number };

/** Seconds from the year 0, from which Kazoo counts (calendar:datetime_to_gregorian_seconds/1), to 1970. */
const GREGORIAN_EPOCH_SECONDS = 62_167_219_200;

/** A leg of somebody who was called. */
type Leg = {
  readonly callId: string;
  readonly target: string;
  readonly callerId: string;
  readonly fromMs: number;
};

type End = { readonly cause: string; readonly code: string };

type Times = {
  readonly fromMs: number;
  readonly answeredMs: number | undefined;
  readonly toMs: number;
};

/** What FreeSWITCH says of a leg that it gave up itself (switch_ivr_originate.c, mod_sofia.c). */
const givenUp: Readonly<Record<"timeout" | "lost" | "left", End>> = {
  timeout: { cause: "NO_ANSWER", code: "sip:487" },
  lost: { cause: "LOSE_RACE", code: "sip:487" },
  left: { cause: "ORIGINATOR_CANCEL", code: "sip:487" },
};

function failed(failure: Failure): End {
  return { cause: causeOf(failure), code: `sip:${failure.sip}` };
}

const cleared: End = { cause: "NORMAL_CLEARING", code: "sip:200" };

/**
 * The account's webhooks for `channel_create`, `channel_answer`, `channel_bridge` and `channel_destroy`, as form data: of
 * the caller's leg and of each leg that is called (webhooks_channel_util:base_hook_event/3). A user is told of as one leg.
 */
export class Webhooks {
  readonly #call: KazooCall;
  readonly #target: WebhookTarget | undefined;
  #waiting: { readonly atMs: number; readonly fields: EncodableObject }[] = [];
  #legs = 0;
  #talking: (Leg & { readonly answeredMs: number }) | undefined;
  #answeredMs: number | undefined;
  #isOver = false;

  constructor(call: KazooCall, target: WebhookTarget | undefined) {
    this.#call = call;
    this.#target = target;
    this.#add("channel_create", 0, this.#callerLeg());
  }

  /** Others have been called. */
  rang(courses: readonly Course[], callerId: string): void {
    for (const course of courses) {
      this.#legs += 1;
      const { target, fromMs, toMs } = course;
      const callId = `${this.#call.facts.callId}-${this.#legs}`;
      const leg = { callId, target, callerId, fromMs };
      this.#add("channel_create", fromMs, this.#calledLeg(leg));
      if (course.end === "answered") {
        this.#talking = { ...leg, answeredMs: toMs };
        this.#bridged(leg, toMs);
        continue;
      }
      const end = course.end === "failed" ? failed(course.failure) : givenUp[course.end];
      this.#destroy(this.#calledLeg(leg), { fromMs, answeredMs: undefined, toMs }, end);
    }
  }

  /** The party that has answered last and the caller do not talk any more. */
  parted(atMs: number): void {
    if (this.#talking === undefined) return;
    const { fromMs, answeredMs } = this.#talking;
    this.#destroy(this.#calledLeg(this.#talking), { fromMs, answeredMs, toMs: atMs }, cleared);
    this.#talking = undefined;
  }

  /** Sends what has happened so far, one after the other. */
  async send(): Promise<void> {
    if (this.#target === undefined) return;
    this.#follow();
    const { version, request, facts } = this.#call;
    const headers = {
      "x-hook-id": "00000000000000000000000000000001",
      "x-account-id": facts.accountId,
      "content-type": "application/x-www-form-urlencoded",
    };
    const due = this.#waiting.sort((a, b) => a.atMs - b.atMs);
    this.#waiting = [];
    for (const { atMs, fields } of due) {
      const body = encodeForm(fields, version);
      await request({ method: "POST", url: this.#target.url, headers, body }, atMs);
    }
  }

  /** What became of the caller's leg. */
  #follow(): void {
    for (const event of this.#call.line.events) {
      if (event.kind === "answered" && this.#answeredMs === undefined) {
        this.#answeredMs = event.atMs;
        this.#add("channel_answer", event.atMs, this.#callerLeg());
      }
      if (event.kind !== "ended" || this.#isOver) continue;
      this.#isOver = true;
      const times = { fromMs: 0, answeredMs: this.#answeredMs, toMs: event.atMs };
      this.#destroy(this.#callerLeg(), times, this.#endOfCaller(event.by, event.cause));
    }
  }

  /** A refusal ends the leg by its status, and who leaves a call that rings cancels it (mod_sofia.c). */
  #endOfCaller(by: "caller" | "platform", cause: string): End {
    const refusal = this.#call.line.events.find((event) => event.kind === "rejected");
    if (refusal !== undefined) return failed({ sip: refusal.code });
    if (this.#answeredMs === undefined && by === "caller") return givenUp.left;
    return cause === cleared.cause ? cleared : { cause, code: "sip:200" };
  }

  /** Both legs tell of it. */
  #bridged(leg: Leg, atMs: number): void {
    const { callId: other_leg_call_id } = leg;
    this.#add("channel_answer", atMs, this.#calledLeg(leg));
    this.#add("channel_bridge", atMs, this.#calledLeg(leg));
    this.#add("channel_bridge", atMs, { ...this.#callerLeg(), other_leg_call_id });
  }

  #destroy(fields: EncodableObject, { fromMs, answeredMs, toMs }: Times, { cause, code }: End): void {
    const seconds = (from: number) => this.#seconds(toMs) - this.#seconds(from);
    this.#add("channel_destroy", toMs, {
      ...fields,
      hangup_cause: cause,
      hangup_code: code,
      duration_seconds: seconds(fromMs),
      ringing_seconds: seconds(fromMs) - (answeredMs === undefined ? 0 : seconds(answeredMs)),
      billing_seconds: answeredMs === undefined ? 0 : seconds(answeredMs),
    });
  }

  #add(event: string, atMs: number, fields: EncodableObject): void {
    if (this.#target === undefined) return;
    const all = { hook_event: event, timestamp: this.#seconds(atMs), ...fields };
    this.#waiting.push({ atMs, fields: all });
  }

  /** Kazoo counts in whole seconds. */
  #seconds(atMs: number): number {
    const startMs = this.#target?.startMs ?? 0;
    return Math.floor((startMs + atMs) / 1000) + GREGORIAN_EPOCH_SECONDS;
  }

  #callerLeg(): EncodableObject {
    const { accountId, callId, from, fromRealm, to, toRealm, request, requestRealm, callerIdName } =
      this.#call.facts;
    return {
      account_id: accountId,
      call_direction: "inbound",
      call_id: callId,
      caller_id_name: callerIdName,
      caller_id_number: from,
      custom_channel_vars: { account_id: accountId },
      from: `${from}@${fromRealm}`,
      is_internal_leg: false,
      request: `${request}@${requestRealm}`,
      to: `${to}@${toRealm}`,
    };
  }

  #calledLeg({ callId, target, callerId }: Leg): EncodableObject {
    const { accountId, requestRealm, callId: callerCallId } = this.#call.facts;
    const [, kind, id = target] = /^(user|device|group):(.*)$/.exec(target) ?? [];
    const owner = kind === "user" ? { owner_id: id } : {};
    const device = kind === "device" ? { authorizing_id: id, authorizing_type: "device" } : {};
    return {
      account_id: accountId,
      ...device,
      call_direction: "outbound",
      call_id: callId,
      callee_id_number: id,
      caller_id_number: callerId,
      custom_channel_vars: { account_id: accountId, ...owner, ...device },
      from: `${callerId}@${requestRealm}`,
      is_internal_leg: false,
      other_leg_call_id: callerCallId,
      ...owner,
      request: `${id}@${requestRealm}`,
      to: `${id}@${requestRealm}`,
    };
  }
}
