import { Type } from "typebox";
import { inBoth, type Module, takes, writes } from "./define-module.ts";
import { flag, shortText, someText, text, whole } from "./fields.ts";

const tone = Type.Union([flag, text]);

const digits = Type.Array(Type.String({ pattern: "^[0-9]+$" }), { uniqueItems: true });

/** A Kazoo id. */
const id = Type.String({ minLength: 32, maxLength: 32 });

const joining = { join_deaf: flag, join_muted: flag, numbers: digits, pins: Type.Array(digits.items) };

/** The sizes and sounds of a conference in FreeSWITCH (conferences.profile). */
const profile = Type.Partial(
  Type.Object({
    "alone-sound": text,
    "announce-count": whole(),
    "caller-controls": text,
    "comfort-noise": whole({ minimum: 0, maximum: 10_000 }),
    "energy-level": whole({ minimum: 0, maximum: 1800 }),
    "enter-sound": text,
    "exit-sound": text,
    interval: whole({ minimum: 10, maximum: 120 }),
    "locked-sound": text,
    "max-members": whole({ minimum: 2 }),
    "max-members-sound": text,
    "moderator-controls": text,
    "moh-sound": text,
    "muted-sound": text,
    rate: Type.Union(
      [8000, 12_000, 16_000, 24_000, 32_000, 44_100, 48_000].map((rate) => Type.Literal(rate)),
    ),
    "unmuted-sound": text,
  }),
);

/** A conference that nobody has stored (conferences). */
const config = Type.Partial(
  Type.Object({
    bridge_password: text,
    bridge_username: text,
    caller_controls: text,
    conference_numbers: digits,
    controls: Type.Object({}),
    domain: text,
    flags: Type.Array(text),
    focus: text,
    language: text,
    max_members_media: text,
    max_participants: whole(),
    member: Type.Partial(Type.Object({ ...joining, play_entry_prompt: flag })),
    moderator: Type.Partial(Type.Object(joining)),
    moderator_controls: text,
    name: shortText(128, 1),
    owner_id: id,
    play_entry_tone: tone,
    play_exit_tone: tone,
    play_name: flag,
    play_welcome: flag,
    profile,
    profile_name: text,
    require_moderator: flag,
    wait_for_moderator: flag,
  }),
);

/**
 * Joins a conference, which answers. The flow ends with it: nothing runs when the caller leaves (cf_conference:handle/2).
 * Names are shared by all accounts, and members join muted unless it is said (callflows.conferences).
 */
export const conference = {
  versions: ["4.3", "5.0"],
  takes: takes(
    {},
    {
      config,
      id,
      moderator: flag,
      play_entry_tone: tone,
      play_exit_tone: tone,
      welcome_prompt: Type.Partial(Type.Object({ media_id: text, play: flag })),
    },
  ),
  writes: inBoth(
    writes({
      config: writes({
        name: shortText(128, 1),
        member: writes({ join_muted: flag, join_deaf: flag, play_entry_prompt: flag }),
        moderator: writes({ join_muted: flag, join_deaf: flag }),
        play_entry_tone: flag,
        play_exit_tone: flag,
        play_name: flag,
        play_welcome: flag,
        max_participants: whole({ minimum: 1 }),
        require_moderator: flag,
        wait_for_moderator: flag,
        profile_name: someText,
        profile: Type.Optional(writes({ "moh-sound": someText })),
      }),
      moderator: flag,
      play_entry_tone: flag,
      play_exit_tone: flag,
      welcome_prompt: writes({ play: flag }),
    }),
  ),
} as const satisfies Module;
