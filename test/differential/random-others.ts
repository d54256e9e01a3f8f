import fc from "fast-check";
import { tellsOfRecording } from "./random-callbacks.ts";
import { attributes, made, plainElement, type RandomElement, together } from "./random-element.ts";

const nothing = fc.constant({});
const methods = fc.constantFrom("GET", "POST");

/** What leads on: an action, which must not lead back. */
function leading(onwards: fc.Arbitrary<string> | undefined) {
  return onwards === undefined ? {} : { action: onwards, method: methods };
}

/**
 * Records the caller. The action is named, since otherwise the document itself is asked again without a key, and so is
 * the length, since on Kazoo 5.0 silence does not end it.
 */
export function randomRecord(onwards: fc.Arbitrary<string>): fc.Arbitrary<RandomElement> {
  const values = {
    method: methods,
    timeout: fc.constantFrom("5", "5", "2", "0", "junk"),
    finishOnKey: fc.constantFrom("#", "1", "", "12x"),
    playBeep: fc.constantFrom("true", "false"),
    trim: fc.constantFrom("do-not-trim", "do-not-trim", "trim-silence"),
  };
  return fc
    .tuple(onwards, fc.constantFrom("5", "8", "30", "3"), together(attributes(values), tellsOfRecording))
    .map(([action, maxLength, own]) => ({
      ...plainElement("Record"),
      attributes: { action, maxLength, ...own },
    }));
}

/** What Kazoo has nothing for, and what happens beside a call: told to an action, or passed over. */
export function randomBeside(onwards: fc.Arbitrary<string> | undefined): fc.Arbitrary<RandomElement> {
  const own = leading(onwards);
  const inner = (name: string, text = "") => fc.constant([plainElement(name, text)]);
  const none = fc.constant("");
  return fc.oneof(
    made("Start", nothing, none, fc.constant([plainElement("Stream"), plainElement("Siprec")])),
    made("Stop", nothing, none, inner("Stream")),
    made("Leave", nothing),
    made("Queue", nothing, fc.constant("support")),
    made("Sms", attributes({ ...own, to: fc.constant("+15550100199") }), fc.constantFrom("Hello", "")),
    made("Refer", attributes(own), none, inner("Sip", "sip:a@b.test")),
  );
}

/** What Twilio has and Kazoo has not, or has in another way; the call takes another course behind it. */
export function randomSession(onwards: fc.Arbitrary<string> | undefined): fc.Arbitrary<RandomElement> {
  const own = leading(onwards);
  const none = fc.constant("");
  const noun = fc.constantFrom("Stream", "ConversationRelay", "VirtualAgent");
  return fc.oneof(
    made(
      "Connect",
      attributes(own),
      none,
      noun.map((name) => [plainElement(name)]),
    ),
    made(
      "Enqueue",
      attributes({ ...own, waitUrl: fc.constantFrom("", "/hold.mp3") }),
      fc.constantFrom("support", "support", "sales", ""),
    ),
    made("Echo", nothing),
    ...(onwards === undefined
      ? []
      : [onwards.map((action) => ({ ...plainElement("Pay"), attributes: { action } }))]),
  );
}
