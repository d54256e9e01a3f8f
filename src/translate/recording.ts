/** What a recording is told of by, with its file. JSON, since it travels in the URL at which Kazoo puts the file. */
export type Recording = {
  /** Counted in the call from 1; with the CallSid it makes the RecordingSid. */
  readonly number: number;
  /** As Twilio names it: https://www.twilio.com/docs/voice/api/recording#recording-properties. */
  readonly source: "RecordVerb" | "DialVerb" | "StartCallRecordingTwiML" | "Conference";
  readonly channels: 1 | 2;
  readonly track: "both" | "inbound" | "outbound";
  /** Whom to tell how the recording goes. */
  readonly callback?: RecordingCallback;
  /** Asked, with `Digits=hangup`, where the caller hung up while it was made: Kazoo asks nothing then. */
  readonly action?: { readonly url: string; readonly method: "GET" | "POST" };
};

export type RecordingCallback = {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly events: readonly RecordingEvent[];
};

/** https://www.twilio.com/docs/voice/twiml/record#attributes-recording-status-callback-event */
export type RecordingEvent = "in-progress" | "completed" | "absent";
