import fc from "fast-check";
import { attributes, together } from "./random-element.ts";

/** Attributes of a verb or noun. */
type Attributes = fc.Arbitrary<Record<string, string>>;

/** Nothing answers there, and nobody reads the answer. */
const targets = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom("/app/told", "../app/told?of=1&as=b%20c", "http://app.test/ivr/told"),
  },
  { weight: 1, arbitrary: fc.constant("") },
);

const methods = fc.constantFrom("GET", "POST", "junk");

/** Of events one, some or all; what is none is as if nothing was said. */
const recordingEvents = fc.constantFrom(
  "in-progress completed absent",
  "in-progress completed absent",
  "in-progress",
  "completed",
  "absent completed",
  "in-progress,completed",
  "junk",
);

const dialEvents = fc.constantFrom(
  "initiated ringing answered completed",
  "initiated,answered",
  "ringing",
  "answered completed",
  "completed",
);

const conferenceEvents = fc.constantFrom(
  "start end join leave mute",
  "join leave",
  "end",
  "join,end",
  "junk",
);

/** Who is told of a recording. */
export const tellsOfRecording = telling("recordingStatusCallback", recordingEvents);

/** Who is told how the call to somebody goes. */
export const tellsOfCall = telling("statusCallback", dialEvents);

/** Who is told of a conference. */
export const tellsOfConference = telling("statusCallback", conferenceEvents);

function telling(name: string, events: fc.Arbitrary<string>): Attributes {
  const target = fc.record({ [name]: targets }) as Attributes;
  const details = attributes({ [`${name}Event`]: events, [`${name}Method`]: methods });
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant<Record<string, string>>({}) },
    { weight: 3, arbitrary: together(target, details) },
  );
}
