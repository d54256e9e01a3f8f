/** In what respect two calls differ. */
export type DifferenceKind =
  | "speech"
  | "voice"
  | "language"
  | "media"
  | "tones"
  | "rounds"
  | "cut"
  | "silence"
  | "dial"
  | "caller-id"
  | "ringing"
  | "talk"
  | "sent-keys"
  | "answer"
  | "rejection"
  | "request"
  | "digits"
  | "finished-on-key"
  | "call-status"
  | "recording-duration"
  | "error"
  | "parameter"
  | "callback"
  | "end";

/** One difference between a call at Twilio and the same call on Kazoo. A side that is missing has nothing like it. */
export type Difference = {
  readonly what: DifferenceKind;
  readonly reference?: string;
  readonly kazoo?: string;
  /** When it happens at Twilio, where it does, else on Kazoo. */
  readonly atMs: number;
};

/** Says of a certain moment in what the two sides differ. */
export type Differ = (what: DifferenceKind, reference: string, kazoo: string) => Difference;
