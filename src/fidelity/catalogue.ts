/**
 * How much of what was written is lost: nothing (`exact` is silent), a little (`approximated`), the part
 * that is named without harm to the call (`ignored`), or something that a caller or an application would
 * have noticed (`lost`).
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

/** Every note that a translation can leave. Codes are stable. */
export const catalogue = {
  "verb-unknown": {
    severity: "ignored",
    sentence: "<{verb}> is not a TwiML verb; it and what it holds are skipped.",
    reason: "Twilio warns and goes on: https://www.twilio.com/docs/api/errors/12200",
    twilioCode: 12200,
  },
  "attribute-unknown": {
    severity: "ignored",
    sentence: '<{verb}> has no attribute "{attribute}"; it is ignored.',
    reason: "Twilio warns and goes on: https://www.twilio.com/docs/api/errors/12200",
    twilioCode: 12200,
  },
  "attribute-invalid": {
    severity: "ignored",
    sentence: '{attribute}="{value}" of <{verb}> is not {expected}; {used} is used.',
    reason: "Twilio warns and takes the default: https://www.twilio.com/docs/api/errors",
  },
  "child-unexpected": {
    severity: "ignored",
    sentence: "<{child}> cannot stand in <{verb}>; it is skipped.",
    reason: "Twilio warns and goes on: https://www.twilio.com/docs/api/errors/12200",
    twilioCode: 12200,
  },
} as const satisfies Record<string, Entry>;

export type NoteCode = keyof typeof catalogue;
