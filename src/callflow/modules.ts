import { type Static, type TObject, Type } from "typebox";
import { audioMacro, play, tts } from "./audio-modules.ts";
import {
  acdcMember,
  afterBridge,
  callflow,
  device,
  group,
  resources,
  ringGroup,
  setCid,
  setVariables,
  transfer,
  user,
  voicemail,
} from "./bridge-modules.ts";
import { conference } from "./conference-module.ts";
import { inBoth, type Module, takes, writes } from "./define-module.ts";
import { flag, key, oneOf, shortText, someText, text, whole } from "./fields.ts";
import { recordCall, recordCaller } from "./record-modules.ts";

const webUrl = Type.String({ pattern: "^https?://" });

/** Kazoo sends nothing to a URL with blanks or with raw characters beyond ASCII (httpc, invalid_uri). */
const sendableUrl = Type.String({ pattern: "^https?://[!-~]+$" });

const duration = whole({ minimum: 0, maximum: 86_400_000 });
const unit = oneOf("ms", "s", "m", "h");

/**
 * The callflow modules that twivot writes, in alphabetical order; a new one is a new entry. What Kazoo takes
 * is what its schemas say: applications/crossbar/priv/couchdb/schemas/callflows.<module>.json.
 */
export const modules = {
  acdc_member: acdcMember,

  after_bridge: afterBridge,

  /** Answers the call (cf_answer:handle/2). */
  answer: { versions: ["5.0"], takes: takes({}, {}), writes: { "5.0": writes({}) } },

  audio_macro: audioMacro,

  callflow,

  /**
   * Collects keys under a name, and answers before. A list of `terminators` would not be used, since the
   * schema fills in a `terminator`, which wins (cf_collect_dtmf:handle/2). Timeouts are in milliseconds.
   */
  collect_dtmf: {
    versions: ["4.3", "5.0"],
    takes: takes(
      {},
      {
        collection_name: text,
        interdigit_timeout: whole({ minimum: 1 }),
        max_digits: whole({ minimum: 1 }),
        terminator: key,
        terminators: Type.Array(key, { uniqueItems: true }),
        timeout: whole({ minimum: 1 }),
      },
    ),
    writes: inBoth(
      writes({
        collection_name: someText,
        interdigit_timeout: whole({ minimum: 1 }),
        max_digits: whole({ minimum: 1 }),
        terminator: key,
        timeout: whole({ minimum: 1 }),
      }),
    ),
  },

  conference,

  device,

  /** Forgets the keys of a collection. 5.0 forgets nothing, since the call is not stored (cf_flush_dtmf:handle/2). */
  flush_dtmf: {
    versions: ["4.3", "5.0"],
    takes: takes({}, { collection_name: text }),
    writes: { "4.3": writes({ collection_name: someText }) },
  },

  group,

  /** Ends the call, whatever is stacked (cf_hangup:handle/2). */
  hangup: { versions: ["4.3", "5.0"], takes: takes({}, {}), writes: inBoth(writes({})) },

  /**
   * Asks twivot how to go on (cf_pivot:handle/2). By GET nothing is sent once a parameter has brackets in its
   * name; with a cdr_url a call that should end is neither hung up nor freed (pivot_call:handle_cast/2).
   */
  pivot: {
    versions: ["4.3", "5.0"],
    takes: takes(
      { voice_url: webUrl },
      {
        cdr_url: webUrl,
        debug: flag,
        method: oneOf("get", "post", "GET", "POST"),
        req_body_format: oneOf("form", "json"),
        req_format: oneOf("kazoo", "twiml"),
        req_timeout_ms: whole({ maximum: 5000 }),
      },
    ),
    clientUrls: ["voice_url"],
    writes: inBoth(
      writes({
        voice_url: sendableUrl,
        method: Type.Literal("post"),
        req_format: Type.Literal("kazoo"),
        req_body_format: Type.Literal("json"),
      }),
    ),
  },

  play,

  record_call: recordCall,

  record_caller: recordCaller,

  resources,

  /** Refuses a call that rings, by a failure of RFC 3261, sections 21.4 to 21.6 (cf_response:handle/2). */
  response: {
    versions: ["4.3", "5.0"],
    takes: takes({}, { code: whole(), media: shortText(2048), message: text }),
    writes: inBoth(writes({ code: whole({ minimum: 400, maximum: 699 }), message: someText })),
  },

  ring_group: ringGroup,

  /** Sends tones to the caller, and goes on at once (cf_send_dtmf:handle/2). */
  send_dtmf: {
    versions: ["4.3", "5.0"],
    takes: takes({ digits: text }, { duration_ms: Type.Union([whole(), text]) }),
    writes: inBoth(
      writes({ digits: Type.String({ pattern: "^[0-9A-D*#]+$" }), duration_ms: whole({ minimum: 1 }) }),
    ),
  },

  set_cid: setCid,

  set_variables: setVariables,

  /** Waits for a day at most, without answering (cf_sleep:handle/2). */
  sleep: {
    versions: ["4.3", "5.0"],
    takes: takes({}, { duration, unit }),
    writes: inBoth(writes({ duration, unit })),
  },

  transfer,

  tts,

  user,

  voicemail,
} as const satisfies Record<string, Module>;

/** The name of a callflow module that twivot writes. */
export type ModuleName = keyof typeof modules;

/** The `data` of each module as twivot writes it, in any version. */
export type ModuleData = { readonly [M in ModuleName]: Written<(typeof modules)[M]["writes"]> };

type Written<W> = { [V in keyof W]: W[V] extends TObject ? DeepReadonly<Static<W[V]>> : never }[keyof W];

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
