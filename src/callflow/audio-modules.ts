import { type TObject, type TProperties, Type } from "typebox";
import { isClean } from "./clean-text.ts";
import { inBoth, type Module, takes, writes } from "./define-module.ts";
import { flag, key, oneOf, shortText, someText, text, whole } from "./fields.ts";

const terminators = Type.Array(text);
const keys = Type.Array(key);

const speech = {
  text: Type.Refine(shortText(1000, 1), isClean, () => "must have no bars and no control characters"),
  voice: someText,
  language: someText,
};

const engine = oneOf("flite", "google", "ispeech", "voicefabric");

const notAnswered = Type.Optional(Type.Literal(false));

/**
 * Plays a file or a stream. Without `answer: false` the call is answered before, and a tenth of a second passes even
 * where it was already (cf_play:handle/2). 5.0 plays it once, whatever is asked.
 */
export const play = {
  versions: ["4.3", "5.0"],
  takes: takes(
    {},
    { answer: flag, endless_playback: flag, id: text, loop_count: whole({ minimum: 1 }), terminators },
  ),
  writes: {
    "4.3": writes({
      id: someText,
      answer: notAnswered,
      terminators: keys,
      endless_playback: Type.Optional(flag),
      loop_count: Type.Optional(whole({ minimum: 1 })),
    }),
    "5.0": writes({ id: someText, answer: notAnswered, terminators: keys }),
  },
} as const satisfies Module;

/** Speaks a text, and answers before (cf_tts:handle/2). 5.0 speaks it once, whatever is asked. */
export const tts = {
  versions: ["4.3", "5.0"],
  takes: takes(
    { text: shortText(1000, 1) },
    {
      endless_playback: flag,
      engine,
      language: text,
      terminators,
      voice: text,
    },
  ),
  writes: {
    "4.3": writes({
      ...speech,
      engine: Type.Optional(engine),
      terminators: keys,
      endless_playback: Type.Optional(flag),
    }),
    "5.0": writes({ ...speech, engine: Type.Optional(engine), terminators: keys }),
  },
} as const satisfies Module;

/**
 * Plays several things by one command, without answering (cf_audio_macro:handle/2).
 *
 * The keys that end a macro stand on the macro, since those of `data` are never used; one of `tts` ends by
 * every key where there is no language or the list is empty. The macro `tone` never plays, and `say` ends the
 * node when a gender is given, so that neither is written.
 */
export const audioMacro = {
  versions: ["4.3", "5.0"],
  takes: takes({ macros: Type.Array(takenMacro(), { minItems: 1 }) }, { language: text, terminators }),
  writes: inBoth(
    writes({
      macros: Type.Array(
        Type.Union([
          writes({ macro: Type.Literal("play"), id: someText, terminators: keys }),
          writes({ macro: Type.Literal("tts"), ...speech, terminators: Type.Array(key, { minItems: 1 }) }),
        ]),
        { minItems: 1 },
      ),
    }),
  ),
} as const satisfies Module;

/** The macros that Kazoo takes: callflows.play, callflows.tts and callflows.audio_macro.<macro>. */
function takenMacro() {
  return Type.Union([
    named("play", play.takes),
    named("tts", tts.takes),
    named("prompt", optional({ id: text, language: text, terminators })),
    named("say", optional(sayFields())),
    named("tone", optional(toneFields())),
  ]);
}

function named(macro: string, fields: TObject) {
  return Type.Intersect([Type.Object({ macro: Type.Literal(macro) }), fields]);
}

function optional(fields: TProperties): TObject {
  return Type.Partial(Type.Object(fields));
}

function sayFields() {
  return {
    gender: oneOf("masculine", "feminine", "neuter"),
    language: text,
    method: oneOf("none", "pronounced", "iterated", "counted"),
    terminators,
    text,
    type: oneOf(
      ...["number", "items", "persons", "messages", "currency", "time_measurement", "current_date"],
      ...["current_time", "current_date_time", "telephone_number", "telephone_extension", "url"],
      ...["ip_address", "e-mail_address", "postal_address", "account_number", "name_spelled"],
      ...["name_phonetic", "short_date_time"],
    ),
  };
}

function toneFields() {
  return {
    duration_off: whole(),
    duration_on: whole(),
    frequencies: Type.Array(whole()),
    repeat: whole(),
    volume: whole({ minimum: 0, maximum: 100 }),
  };
}
