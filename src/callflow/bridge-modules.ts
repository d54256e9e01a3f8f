import { Type } from "typebox";
import { inBoth, type Module, takes, writes } from "./define-module.ts";
import { flag, oneOf, shortText, someText, text, whole } from "./fields.ts";

/** Seconds; 0 is none to `device`, which then waits twice 20 s (cf_device:bridge_to_endpoints/2). */
const timeout = whole({ minimum: 1 });

/** Headers as Kazoo takes them; `A-z` holds some other characters too (custom_sip_headers). */
const anySipHeaders = Type.Record(Type.String({ pattern: "^[a-zA-z0-9_-]+$" }), text, {
  additionalProperties: false,
});

/** Headers of the call, or those of each direction, or anything else (callflows.resources). */
const headersOrDirections = Type.Union([
  anySipHeaders,
  Type.Partial(Type.Object({ in: anySipHeaders, out: anySipHeaders })),
]);

const sipHeaders = Type.Record(Type.String({ pattern: "^[A-Za-z][A-Za-z0-9-]*$" }), someText);

/**
 * Calls a number of the public network. When that fails Kazoo goes to the child of the cause or of the SIP status, never
 * to `_`; when the call was answered the flow ends (cf_resources:handle_bridge_failure/3).
 */
export const resources = {
  versions: ["4.3", "5.0"],
  takes: takes(
    {},
    {
      bypass_e164: flag,
      caller_id_type: text,
      custom_sip_headers: headersOrDirections,
      do_not_normalize: flag,
      dynamic_flags: Type.Array(text),
      emit_account_id: flag,
      format_from_uri: flag,
      from_uri_realm: text,
      hunt_account_id: text,
      ignore_early_media: flag,
      outbound_flags: Type.Array(text),
      resource_type: text,
      ringback: text,
      timeout: whole(),
      to_did: text,
      use_local_resources: flag,
    },
  ),
  writes: inBoth(
    writes({
      to_did: someText,
      timeout,
      use_local_resources: flag,
      ignore_early_media: flag,
      ringback: Type.Optional(someText),
      custom_sip_headers: Type.Optional(sipHeaders),
    }),
  ),
} as const satisfies Module;

const endpointFields = {
  can_call_self: flag,
  can_text_self: flag,
  custom_sip_headers: Type.Object({}),
  delay: whole(),
  id: text,
  static_invite: text,
  suppress_clid: flag,
  timeout: whole(),
};

/** Calls a device; on failure to the child of the cause or of the SIP status, else to `_` (cf_device:handle/2). */
export const device = {
  versions: ["4.3", "5.0"],
  takes: takes({}, { ...endpointFields, dial_strategy: oneOf("simultaneous", "single") }),
  writes: inBoth(writes({ id: someText, timeout, custom_sip_headers: Type.Optional(sipHeaders) })),
} as const satisfies Module;

/** Calls all devices of a user; on failure as `device` (cf_user:handle/2). */
export const user = {
  versions: ["4.3", "5.0"],
  takes: takes(
    {},
    { ...endpointFields, fail_on_single_reject: flag, strategy: oneOf("simultaneous", "single") },
  ),
  writes: inBoth(writes({ id: someText, timeout, custom_sip_headers: Type.Optional(sipHeaders) })),
} as const satisfies Module;

/** Answers and calls the endpoints of a group; on failure as `device` (cf_group:handle/2). */
export const group = {
  versions: ["4.3", "5.0"],
  takes: takes(
    {},
    {
      endpoints: Type.Array(text),
      fail_on_single_reject: flag,
      id: text,
      ignore_forward: flag,
      repeats: whole(),
      ringback: text,
      ringtones: Type.Partial(Type.Object({ external: text, internal: text })),
      strategy: oneOf("single", "simultaneous"),
      timeout: whole(),
    },
  ),
  writes: inBoth(writes({ id: someText, timeout })),
} as const satisfies Module;

/** Calls several devices, users and groups, at once or in order; on failure as `device` (cf_ring_group:repeat/4). */
export const ringGroup = {
  versions: ["4.3", "5.0"],
  takes: takes(
    {
      endpoints: Type.Array(
        Type.Intersect([
          Type.Object({ endpoint_type: oneOf("device", "user", "group"), id: shortText(128, 1) }),
          Type.Partial(
            Type.Object({
              delay: whole(),
              timeout: whole(),
              weight: whole({ minimum: 1, maximum: 100 }),
            }),
          ),
        ]),
        { minItems: 1 },
      ),
    },
    {
      fail_on_single_reject: flag,
      ignore_forward: flag,
      repeats: whole({ minimum: 1 }),
      ringback: text,
      ringtones: Type.Partial(Type.Object({ external: text, internal: text })),
      strategy: oneOf("simultaneous", "single", "weighted_random"),
      timeout: whole(),
    },
  ),
  writes: inBoth(
    writes({
      endpoints: Type.Array(
        writes({
          endpoint_type: oneOf("device", "user", "group"),
          id: shortText(128, 1),
          timeout,
          delay: whole({ minimum: 0 }),
        }),
        { minItems: 1 },
      ),
      strategy: oneOf("simultaneous", "single"),
      timeout,
      ringback: Type.Optional(someText),
    }),
  ),
} as const satisfies Module;

/** Goes to a stored callflow, and to `_` where there is none; a `_` child comes after it else (cf_callflow:handle/2). */
export const callflow = {
  versions: ["4.3", "5.0"],
  takes: takes({}, { id: text }),
  writes: inBoth(writes({ id: someText })),
} as const satisfies Module;

/** Answers and takes a message for a mailbox; then `_` (cf_voicemail:handle/2). */
export const voicemail = {
  versions: ["4.3", "5.0"],
  takes: takes(
    {},
    {
      action: oneOf("check", "compose"),
      callerid_match_login: flag,
      id: Type.String({ minLength: 32, maxLength: 32 }),
      interdigit_timeout: whole(),
      max_message_length: whole(),
      single_mailbox_login: flag,
    },
  ),
  writes: inBoth(
    writes({ action: oneOf("check", "compose"), id: Type.String({ pattern: "^[0-9a-f]{32}$" }) }),
  ),
} as const satisfies Module;

/** Waits in a queue of acdc; `_` when nobody took the call, else the flow ends (cf_acdc_member:handle/2). */
export const acdcMember = {
  versions: ["4.3", "5.0"],
  takes: takes({}, { id: text, priority: whole() }),
  writes: inBoth(writes({ id: someText })),
} as const satisfies Module;

/** The caller id of every later call to another party; empty texts take it back (cf_set_cid:handle/2). */
export const setCid = {
  versions: ["4.3", "5.0"],
  takes: takes({}, { caller_id_name: text, caller_id_number: text }),
  writes: inBoth(writes({ caller_id_name: text, caller_id_number: text })),
} as const satisfies Module;

/** Every name with one good character in it counts (callflows.set_variables). */
const customVariables = Type.Record(Type.String({ pattern: "[a-zA-Z0-9_-]+" }), text);

/** Variables of the channel, which outlive the callflow (cf_set_variables:handle/2). */
export const setVariables = {
  versions: ["4.3", "5.0"],
  takes: takes({}, { custom_application_vars: customVariables, export: flag }),
  takesIn: { "5.0": takes({}, { custom_application_vars: Type.Object({}), export: flag }) },
  writes: inBoth(
    writes({
      custom_application_vars: Type.Record(
        Type.String({ pattern: "^[a-zA-Z0-9_-]+$" }),
        Type.String({ minLength: 1, maxLength: 1024, pattern: "^[A-Za-z0-9._-]+$" }),
      ),
      export: flag,
    }),
  ),
} as const satisfies Module;

/** Where the caller goes after the next call that was answered: to an extension of the account (cf_after_bridge:handle/2). */
export const afterBridge = {
  versions: ["4.3", "5.0"],
  takes: takes({}, { action: oneOf("park", "transfer", "hangup"), data: Type.Union([text, flag]) }),
  writes: inBoth(writes({ action: Type.Literal("transfer"), data: someText })),
} as const satisfies Module;

const transferFields = {
  leg: oneOf("self", "bleg"),
  target: text,
  transfer_type: oneOf("attended", "blind"),
};

/** Sends the caller to another extension; the flow ends (cf_transfer:handle/2). */
export const transfer = {
  versions: ["4.3", "5.0"],
  takes: takes({}, { captures: Type.Array(Type.Unknown()), ...transferFields }),
  takesIn: { "5.0": takes({}, { captures: Type.Array(text), ...transferFields }) },
  writes: inBoth(
    writes({ leg: Type.Literal("self"), target: someText, transfer_type: Type.Literal("blind") }),
  ),
} as const satisfies Module;
