/** What a platform can play to the caller. */
export type Sound =
  | { readonly kind: "speech"; readonly text: string; readonly voice: string; readonly language: string }
  | { readonly kind: "media"; readonly url: string }
  /** A tone as FreeSWITCH writes it, such as `%(500,0,440)`. */
  | { readonly kind: "tones"; readonly tones: string }
  | { readonly kind: "silence"; readonly lengthMs: number };

/** Something audible, or its absence, with how long the caller was exposed to it. */
type Lasting = {
  readonly forMs: number;
  /** Whether the call was answered: unanswered sound is early media, or ringing where it is silence. */
  readonly answered: boolean;
};

/**
 * One event of a call, whatever platform carried it. Times are milliseconds of the virtual clock since the call
 * came in; what lasts is told at its beginning.
 */
export type CallEvent = { readonly atMs: number } & (
  | (Lasting & {
      readonly kind: "heard";
      readonly sound: Exclude<Sound, { kind: "silence" }>;
      /** Whether it stopped before its end. */
      readonly cut: boolean;
    })
  | (Lasting & { readonly kind: "silence" })
  /** Keys that the platform sent to the caller, `w` being half a second. */
  | { readonly kind: "sent-keys"; readonly keys: string }
  | { readonly kind: "answered" }
  /** Refused before the answer, by a SIP status (RFC 3261, section 21). */
  | { readonly kind: "rejected"; readonly code: number; readonly message: string }
  | {
      readonly kind: "requested";
      readonly method: "GET" | "POST";
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /**
   * A webhook: what the application was asked, by Twilio or in its place. The URL is without userinfo and fragment.
   * The parameters are those of the body; in a GET, those that go behind the query of the URL.
   */
  | {
      readonly kind: "asked";
      readonly method: "GET" | "POST";
      readonly url: string;
      readonly parameters: Readonly<Record<string, string>>;
    }
  /** A callback: the application is told something beside the call, in no order with it; the rest as of a webhook. */
  | {
      readonly kind: "told";
      readonly method: "GET" | "POST";
      readonly url: string;
      readonly parameters: Readonly<Record<string, string>>;
    }
  /** Others are called, all at once; it lasts while they ring. Unanswered, the caller's own telephone rings on. */
  | (Lasting & {
      readonly kind: "dialled";
      readonly targets: readonly string[];
      /** What they see; a number, or a name. */
      readonly callerId: string;
      /** How long they may ring at most. */
      readonly timeoutMs: number;
    })
  /** The caller and another party talk. */
  | {
      readonly kind: "bridged";
      readonly target: string;
      readonly forMs: number;
      readonly endedBy: "caller" | "callee" | "platform";
    }
  | { readonly kind: "pressed"; readonly digit: string }
  /** The caller speaks for so long. */
  | { readonly kind: "spoke"; readonly forMs: number }
  /** The platform begins to record the call. */
  | { readonly kind: "recording" }
  /** The cause is FreeSWITCH's name of it, such as `NORMAL_CLEARING`. */
  | { readonly kind: "ended"; readonly by: "caller" | "platform"; readonly cause: string }
);

/** An event without its time. */
export type CallEventBody = CallEvent extends infer E
  ? E extends CallEvent
    ? Omit<E, "atMs">
    : never
  : never;

/**
 * The events as text for people, a line each:
 *
 * ```
 * 00:00.000  answered
 * 00:00.100  hears      "Press one." (female, en-us), cut short after 1.200 s
 * ```
 */
export function renderTranscript(events: readonly CallEvent[]): string {
  return events.map((event) => `${clockTime(event.atMs)}  ${describe(event)}\n`).join("");
}

function describe(event: CallEvent): string {
  switch (event.kind) {
    case "heard": {
      const end = event.cut ? `, cut short after ${seconds(event.forMs)}` : "";
      return row("hears", `${describeSound(event.sound)}${event.answered ? "" : ", unanswered"}${end}`);
    }
    case "silence":
      return row(event.answered ? "silence" : "ringing", seconds(event.forMs));
    case "sent-keys":
      return row("keys sent", event.keys);
    case "answered":
      return "answered";
    case "rejected":
      return row("rejected", `${event.code} ${event.message}`.trim());
    case "requested":
      return row("requests", `${event.method} ${event.url} ${event.body}`.trim());
    case "asked":
      return row("asks", `${event.method} ${event.url} ${describeParameters(event.parameters)}`.trim());
    case "told":
      return row("tells", `${event.method} ${event.url} ${describeParameters(event.parameters)}`.trim());
    case "dialled":
      return row("dials", `${event.targets.join(" and ")} from ${event.callerId}, ${ringing(event)}`);
    case "bridged":
      return row("talks", `to ${event.target} for ${seconds(event.forMs)}, ended by the ${event.endedBy}`);
    case "pressed":
      return row("presses", event.digit);
    case "spoke":
      return row("speaks", seconds(event.forMs));
    case "recording":
      return "records";
    case "ended":
      return row("ended", `by the ${event.by}, ${event.cause}`);
  }
}

function ringing({ forMs, timeoutMs, answered }: Extract<CallEvent, { kind: "dialled" }>): string {
  return `ringing ${seconds(forMs)} of ${seconds(timeoutMs)}${answered ? "" : ", unanswered"}`;
}

function describeSound(sound: Exclude<Sound, { kind: "silence" }>): string {
  switch (sound.kind) {
    case "speech":
      return `${JSON.stringify(sound.text)} (${sound.voice}, ${sound.language})`;
    case "media":
      return sound.url;
    case "tones":
      return `tone ${sound.tones}`;
  }
}

function describeParameters(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
}

function row(name: string, rest: string): string {
  return `${name.padEnd(9)}  ${rest}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}

function clockTime(ms: number): string {
  const minutes = String(Math.floor(ms / 60_000)).padStart(2, "0");
  return `${minutes}:${((ms % 60_000) / 1000).toFixed(3).padStart(6, "0")}`;
}
