import { node } from "../callflow/build.ts";
import type { Draft, Recorder } from "../translate/draft.ts";

/** Begins a recording, then goes on. */
export function recorder(data: Recorder["data"], next: Draft): Recorder {
  return { module: "recorder", data, children: { _: next } };
}

/** Stops the recording that `record_call` has begun last (cf_record_call:handle/2), then goes on. */
export function stopRecorder(next: Draft): Draft {
  return node("record_call", { action: "stop", label: "twivot" }, next);
}
