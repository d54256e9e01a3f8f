import fc from "fast-check";
import { tellsOfCall, tellsOfConference, tellsOfRecording } from "./random-callbacks.ts";
import { attributes, made, type RandomElement, together } from "./random-element.ts";
import { addresses, clients, eager, numbers } from "./random-parties.ts";

const number = made("Number", tellsOfCall, fc.constantFrom(...numbers, "(500) 555-0011"));
const noNumber = made("Number", tellsOfCall, fc.constantFrom("911x", "+155501073954"));
const client = made("Client", tellsOfCall, fc.constantFrom(...clients));
const sip = made("Sip", tellsOfCall, fc.constantFrom(...addresses, `${addresses[0]};transport=tls`));

/** Whom a Dial calls. Of several one is a party of the account, or a number. */
const nouns: fc.Arbitrary<readonly RandomElement[]> = fc.oneof(
  { weight: 4, arbitrary: number.map((one) => [one]) },
  { weight: 1, arbitrary: noNumber.map((one) => [one]) },
  { weight: 3, arbitrary: client.map((one) => [one]) },
  { weight: 2, arbitrary: sip.map((one) => [one]) },
  {
    weight: 3,
    arbitrary: fc.uniqueArray(fc.oneof(number, client, sip), {
      minLength: 2,
      maxLength: 3,
      selector: ({ text }) => text.replace(/;.*$/, "").replace("(500) 555-", "+1500555"),
    }),
  },
  { weight: 1, arbitrary: fc.constant([]) },
);

const conference = made(
  "Conference",
  together(
    attributes({
      muted: fc.constantFrom("true", "false"),
      beep: fc.constantFrom("false", "onEnter"),
      endConferenceOnExit: fc.constantFrom("true", "false"),
      participantLabel: fc.constantFrom("customer", ""),
      record: fc.constantFrom("record-from-start", "do-not-record"),
    }),
    tellsOfConference,
    tellsOfRecording,
  ),
  fc.constantFrom("Room 1", "büro", "Room 1"),
).map((one) => [one]);

const own = {
  timeout: fc.constantFrom("5", "8", "20", "junk"),
  answerOnBridge: fc.constantFrom("true", "true", "false"),
  callerId: fc.constantFrom(numbers[0], "+15005550099"),
  sequential: fc.constantFrom("true", "true", "false"),
  ringTone: fc.constantFrom("us", "de"),
};

const rare = {
  hangupOnStar: fc.constantFrom("true", "false"),
  timeLimit: fc.constantFrom("2", "6", "60"),
};

const answered = ["record-from-answer", "record-from-answer-dual", "true", "true", "false", "junk"] as const;
const ringing = ["record-from-ringing", "record-from-ringing-dual"] as const;

/** Records what is talked. */
function recording(modes: readonly string[]) {
  const record = fc.record({ record: fc.constantFrom(...modes) });
  const recordingTrack = fc.constantFrom("both", "inbound", "junk");
  return together(record, attributes({ recordingTrack }), tellsOfRecording);
}

/**
 * Recorded while it rings are only those who answer before anybody could hang up. Where nobody answers Kazoo sends what
 * it has recorded, and the application is told that it is there; whether Twilio keeps a recording of that is not documented.
 */
const eagerOne = made("Number", tellsOfCall, fc.constant(eager)).map((one) => [one]);

/**
 * Calls somebody. Its action must not lead back, since a call may fail at once.
 *
 * @param onwards where an action may be; none has one without it.
 */
export function randomDial(onwards: fc.Arbitrary<string> | undefined): fc.Arbitrary<RandomElement> {
  const method = fc.constantFrom("GET", "POST");
  const leading = onwards === undefined ? {} : { action: onwards, method };
  const usual = attributes({ ...leading, ...own });
  return fc.oneof(
    { weight: 4, arbitrary: made("Dial", usual, fc.constantFrom(...numbers, "", "5005550010")) },
    { weight: 12, arbitrary: made("Dial", usual, fc.constant(""), nouns) },
    {
      weight: 2,
      arbitrary: made("Dial", attributes({ ...leading, ...own, ...rare }), fc.constant(""), nouns),
    },
    {
      weight: 8,
      arbitrary: made("Dial", together(usual, recording(answered)), fc.constant(""), nouns),
    },
    {
      weight: 2,
      arbitrary: made("Dial", together(usual, recording(ringing)), fc.constant(""), eagerOne),
    },
    { weight: 2, arbitrary: made("Dial", usual, fc.constant(""), conference) },
    {
      weight: 2,
      arbitrary: made(
        "Dial",
        together(usual, recording([...answered, ...ringing])),
        fc.constant(""),
        conference,
      ),
    },
  );
}
