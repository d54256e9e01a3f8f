/**
 * How much of what was written is lost: nothing (`exact` is silent), a little (`approximated`), a part that
 * has no effect on the call (`ignored`), or something that a caller or an application would have noticed
 * (`lost`).
 */
export type Severity = "exact" | "approximated" | "ignored" | "lost";

type Entry = {
  readonly severity: Severity;
  /** `{verb}` and the names of details are filled in. */
  readonly sentence: string;
  /** Why: what Kazoo or Twilio does, and the place that says so. */
  readonly reason: string;
  /** Twilio's number for the same finding, where it is always the same. */
  readonly twilioCode?: number;
};

/** Every note that a translation can leave, in alphabetical order. Codes are stable. */
export const catalogue = {
  "attribute-invalid": {
    severity: "ignored",
    sentence: '{attribute}="{value}" of <{verb}> is not {expected}; {used} is used.',
    reason: "Twilio warns and takes the default: https://www.twilio.com/docs/api/errors",
  },
  "attribute-unknown": {
    severity: "ignored",
    sentence: '<{verb}> has no attribute "{attribute}"; it is ignored.',
    reason: "Twilio warns and goes on: https://www.twilio.com/docs/api/errors/12200",
    twilioCode: 12200,
  },
  "child-unexpected": {
    severity: "ignored",
    sentence: "<{child}> cannot stand in <{verb}>; it is skipped.",
    reason: "Twilio warns and goes on: https://www.twilio.com/docs/api/errors/12200",
    twilioCode: 12200,
  },
  "gather-empty-finish-key": {
    severity: "lost",
    sentence: 'An empty finishOnKey cannot be had on Kazoo; "#" ends this <{verb}>.',
    reason: "The schema of collect_dtmf fills in a terminator: kazoo, callflows.collect_dtmf.json",
  },
  "gather-finish-key-first": {
    severity: "approximated",
    sentence:
      'The key "{key}" pressed during the prompt, before any digit, ends this <{verb}> only after its timeout.',
    reason: "A terminator typed ahead is cut off, then the timeout runs: kazoo, cf_collect_dtmf:handle/2",
  },
  "gather-finished-on-key": {
    severity: "approximated",
    sentence: "FinishedOnKey is sent empty: Kazoo does not tell which key ended the input.",
    reason: "collect_dtmf stores the digits only: kazoo, kapps_call_command:collect_digits/6",
  },
  "gather-prompt-parts": {
    severity: "approximated",
    sentence:
      "The prompt has {parts} parts that a key must skip; twivot is asked between them, and keys pressed in that moment are lost.",
    reason: "A key ends one command of a group at most: kazoo, ecallmgr_call_control:flush_group_id/3",
  },
  "gather-speech": {
    severity: "lost",
    sentence: "Speech is not recognised; this <{verb}> takes keys only.",
    reason: "No callflow module of Kazoo 4.3 or 5.0 detects speech: kazoo, applications/callflow/src/module",
  },
  "loop-capped": {
    severity: "approximated",
    sentence: "The prompt is played {played} times, not {asked}.",
    reason:
      "A key must be able to end the prompt; endless playback of tts restarts on a key: kazoo, ecallmgr_call_control",
  },
  "loop-endless": {
    severity: "approximated",
    sentence: "The loop ends when the caller hangs up; Twilio would end it after 1,000 rounds.",
    reason: "Endless playback has no count: kazoo, ecallmgr_call_control:handle_playback_looping",
  },
  "nothing-to-play": {
    severity: "ignored",
    sentence: "<{verb}> is empty and is skipped.",
    reason: "Twilio warns and goes on: https://www.twilio.com/docs/api/errors/13520",
    twilioCode: 13520,
  },
  "play-digits-invalid": {
    severity: "ignored",
    sentence: 'digits="{digits}" of <{verb}> holds other characters than 0-9 A-D # * w W; no tones are sent.',
    reason: "Twilio warns: https://www.twilio.com/docs/api/errors/13430",
    twilioCode: 13430,
  },
  "play-digits-nested": {
    severity: "ignored",
    sentence: "digits of a <{verb}> inside a Gather are not sent.",
    reason: "Twilio does not support it: https://www.twilio.com/docs/voice/twiml/play#digits",
  },
  "redirect-chain": {
    severity: "approximated",
    sentence:
      "After {documents} documents without anything to hear, the next one is asked for a second later.",
    reason: "Kazoo waits 5 seconds for an answer: kazoo, pivot_call (pivot.request_timeout_ms)",
  },
  "say-language": {
    severity: "approximated",
    sentence:
      'language="{language}" needs a speech engine configured in Kazoo; its default one speaks English only.',
    reason: "flite has two English voices: kazoo, ecallmgr_fs_flite:voice/1",
  },
  "say-ssml": {
    severity: "approximated",
    sentence: "<{element}> in <{verb}> is read as plain speech.",
    reason: "tts takes text: kazoo, cf_tts:handle/2",
  },
  "say-voice": {
    severity: "approximated",
    sentence: 'voice="{voice}" is spoken by Kazoo\'s {kazoo} voice.',
    reason: "Kazoo's voices are a gender and a language: kazoo, kazoo_tts",
  },
  "verb-unknown": {
    severity: "ignored",
    sentence: "<{verb}> is not a TwiML verb; it and what it holds are skipped.",
    reason: "Twilio warns and goes on: https://www.twilio.com/docs/api/errors/12200",
    twilioCode: 12200,
  },
  "verb-unsupported": {
    severity: "lost",
    sentence: "<{verb}> is not translated yet; it is skipped.",
    reason: "twivot does not know how to do it on Kazoo",
  },
} as const satisfies Record<string, Entry>;

export type NoteCode = keyof typeof catalogue;
