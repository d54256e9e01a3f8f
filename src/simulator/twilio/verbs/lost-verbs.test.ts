import { expect, test } from "vitest";
import { askedOf, callExample, heardBy, respond } from "../example-application.ts";

/** What is heard and asked, but for the first request. */
async function run(verbs: string, script = "at 60s hang up", from?: string) {
  const pages = { "/start": respond(verbs), "/a": respond("<Say>B</Say>") };
  const events = await callExample(pages, script, from === undefined ? {} : { from });
  return { events, heard: heardBy(events), asked: askedOf(events).slice(1) };
}

const zeros = "0".repeat(32);

test("Connect answers, greets, waits for the session and asks its action", async () => {
  const { heard, asked, events } = await run(
    '<Connect action="/a"><ConversationRelay url="wss://a.test" welcomeGreeting="Hi"/></Connect><Say>C</Say>',
  );
  expect(heard).toEqual(["Hi", "B", "ended by the platform"]);
  expect(asked).toEqual([
    `POST /a CallStatus=in-progress SessionId=VX${zeros} SessionStatus=ended SessionDuration=10`,
  ]);
  expect(events.find(({ kind }) => kind === "answered")?.atMs).toBe(20);
});

test("Connect without an action goes on behind the session", async () => {
  const { heard, asked } = await run('<Connect><Stream url="wss://a.test"/></Connect><Say>C</Say>');
  expect([heard, asked]).toEqual([["C", "ended by the platform"], []]);
});

test("the action of a relay is told when the caller hangs up in the session, that of a stream is not", async () => {
  const relay = await run('<Connect action="/a"><ConversationRelay/></Connect>', "at 4s hang up");
  expect(relay.heard).toEqual(["ended by the caller"]);
  expect(relay.asked).toEqual([
    `POST /a CallStatus=completed SessionId=VX${zeros} SessionStatus=completed SessionDuration=3`,
  ]);
  expect((await run('<Connect action="/a"><Stream/></Connect>', "at 4s hang up")).asked).toEqual([]);
});

test("Echo answers and lasts until the caller hangs up", async () => {
  const { heard, events } = await run("<Echo/><Say>C</Say>", "at 5s hang up");
  expect(heard).toEqual(["ended by the caller"]);
  expect(events.map(({ kind }) => kind)).toContain("answered");
});

test("Enqueue lasts until the caller hangs up, of which its action is told", async () => {
  const { heard, asked } = await run('<Enqueue action="/a">q</Enqueue><Say>C</Say>', "at 9s hang up");
  expect(heard).toEqual(["ended by the caller"]);
  expect(asked).toEqual([`POST /a CallStatus=completed QueueResult=hangup QueueSid=QU${zeros} QueueTime=9`]);
});

test("the music of a waitUrl is repeated", async () => {
  const { heard } = await run('<Enqueue waitUrl="/m.mp3">q</Enqueue>', "at 5s hang up");
  expect(heard).toEqual(["/m.mp3", "/m.mp3 (cut)", "ended by the caller"]);
});

test("Leave, Queue and Prompt do nothing outside of where they belong", async () => {
  const { heard } = await run("<Leave/><Queue>q</Queue><Prompt><Say>A</Say></Prompt><Say>C</Say>");
  expect(heard).toEqual(["C", "ended by the platform"]);
});

test("Pay asks as often as it should with the prompts of the attempt, then its action", async () => {
  const { heard, asked, events } = await run(
    '<Pay action="/a" maxAttempts="2" timeout="3"><Prompt for="payment-card-number" attempt="1"><Say>One</Say></Prompt>' +
      '<Prompt attempt="2 3"><Say>Two</Say></Prompt><Prompt for="security-code"><Say>No</Say></Prompt></Pay>',
  );
  expect(heard).toEqual(["One", "Two", "B", "ended by the platform"]);
  expect(asked).toEqual(["POST /a CallStatus=in-progress Result=too-many-failed-attempts"]);
  expect(events.findLast(({ kind }) => kind === "asked")?.atMs).toBe(20 + 2 * (300 + 3000));
});

test("the action of Pay is told when the caller hangs up", async () => {
  const { asked } = await run('<Pay action="/a"/>', "at 2s hang up");
  expect(asked).toEqual(["POST /a CallStatus=completed Result=caller-hung-up"]);
});

test("Refer takes callers at SIP endpoints only", async () => {
  const document = '<Refer action="/a"><Sip>sip:b@c.test</Sip></Refer>';
  expect((await run(document, "", "sip:a@c.test")).asked).toEqual([
    "POST /a CallStatus=in-progress ReferCallStatus=in-progress ReferSipResponseCode=202 NotifySipResponseCode=200",
  ]);
  expect((await run(document)).asked).toEqual([
    "POST /a CallStatus=in-progress ReferCallStatus=failed ReferSipResponseCode=405",
  ]);
});

test("Sms answers and asks its action at once, or goes on", async () => {
  expect((await run('<Sms action="/a">x</Sms><Say>C</Say>')).asked).toEqual([
    `POST /a CallStatus=in-progress SmsSid=SM${zeros} SmsStatus=sending`,
  ]);
  expect((await run("<Message>x</Message><Say>C</Say>")).heard).toEqual(["C", "ended by the platform"]);
});

test("Start and Stop do not answer", async () => {
  const { heard } = await run("<Start><Stream/></Start><Stop><Stream/></Stop><Reject/>");
  expect(heard).toEqual(["rejected 404", "ended by the platform"]);
});

test("a break with a time is silence between two texts, round after round", async () => {
  const { events } = await run('<Say loop="2">A<break time="1s"/>B</Say>');
  const told = events.flatMap((event): (string | number)[] => {
    if (event.kind === "silence" && event.answered) return [event.forMs];
    return event.kind === "heard" && "text" in event.sound ? [event.sound.text] : [];
  });
  expect(told).toEqual(["A", 1000, "B", "A", 1000, "B"]);
});

test("a key cuts short all that is left of a Say with a break in a Gather", async () => {
  const gather = '<Gather numDigits="1" action="/a"><Say>A<break time="9s"/>C</Say></Gather>';
  expect((await run(gather, "at 1s press 1")).heard).toEqual(["A", "B", "ended by the platform"]);
});

test.each([
  ["characters", "AB", "A B"],
  ["telephone", "(555) 010-0199", "5550100199"],
  ["ordinal", "3", "3rd"],
  ["ordinal", "12", "12th"],
  ["expletive", "x", "it is"],
  ["date", "1/2", "1/2"],
])("a text that is to be read as %s is %j, read %j", async (way, text, expected) => {
  const { heard } = await run(`<Say>it is <say-as interpret-as="${way}">${text}</say-as></Say>`);
  expect(heard[0]).toBe(expected === "it is" ? expected : `it is ${expected}`);
});

test("a Gather of speech that wants to know asks its action with nothing said", async () => {
  const { asked } = await run(
    '<Gather input="speech" action="/a" actionOnEmptyResult="true" speechTimeout="2"/>',
  );
  expect(asked).toEqual(["POST /a CallStatus=in-progress SpeechResult="]);
});
