import fc from "fast-check";
import { attributes, made, type RandomElement } from "./random-element.ts";
import { addresses, clients, numbers } from "./random-parties.ts";

const number = made("Number", fc.constant({}), fc.constantFrom(...numbers, "(500) 555-0011"));
const noNumber = made("Number", fc.constant({}), fc.constantFrom("911x", "+155501073954"));
const client = made("Client", fc.constant({}), fc.constantFrom(...clients));
const sip = made("Sip", fc.constant({}), fc.constantFrom(...addresses, `${addresses[0]};transport=tls`));

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
  attributes({ muted: fc.constantFrom("true", "false"), beep: fc.constantFrom("false", "onEnter") }),
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
    { weight: 1, arbitrary: made("Dial", usual, fc.constant(""), conference) },
  );
}
