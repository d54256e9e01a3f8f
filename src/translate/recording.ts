/** What a recording is told of by, with its file. JSON, since it travels in the URL at which Kazoo puts the file. */
export type Recording = {
  /** Counted in the call from 1; with the CallSid it makes the RecordingSid. */
  readonly number: number;
  /** As Twilio names it: https://www.twilio.com/docs/voice/api/recording#recording-properties. */
  readonly source: "RecordVerb" | "DialVerb" | "StartCallRecordingTwiML" | "Conference";
  readonly channels: 1 | 2;
  readonly track: "both" | "inbound" | "outbound";
  /** Whether it begins when somebody answers whom the caller is put through to, and is none where nobody does. */
  readonly onBridge?: true;
  /** Whom to tell how the recording goes. */
  readonly callback?: RecordingCallback;
  /** Asked, with `Digits=hangup`, where the caller hung up while it was made: Kazoo asks nothing then. */
  readonly action?: {
    readonly url: string;
    readonly method: "GET" | "POST";
    /** Those that `<Set>` has added, where there are some. */
    readonly variables?: Readonly<Record<string, string>>;
  };
};

export type RecordingCallback = {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly events: readonly RecordingEvent[];
};

/** https://www.twilio.com/docs/voice/twiml/record#attributes-recording-status-callback-event */
export type RecordingEvent = "in-progress" | "completed" | "absent";
