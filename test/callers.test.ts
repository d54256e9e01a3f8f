import { expect, test } from "vitest";
import { startApplication } from "./support/application.ts";
import { askPivot, wayBack } from "./support/ask-pivot.ts";
import { startTwivot } from "./support/twivot.ts";

/** What the application is told of the call, by what Kazoo tells of it. */
const routes = {
  "/voice": '<Response><Gather numDigits="1" action="/menu"><Say>Press 1</Say></Gather></Response>',
  "/menu": "<Response/>",
};

async function firstRequest(parameters: Readonly<Record<string, string | undefined>>) {
  await using application = await startApplication(routes);
  await using twivot = await startTwivot({ app: { voiceUrl: `${application.url}/voice` } });
  expect((await askPivot(twivot, { parameters })).status).toBe(200);
  return application.received[0]?.parameters;
}

test("a call rings until a flow has answered it, and is in progress from then on", async () => {
  await using application = await startApplication(routes);
  await using twivot = await startTwivot({ app: { voiceUrl: `${application.url}/voice` } });
  const at = wayBack(await askPivot(twivot));
  await askPivot(twivot, { at, parameters: { "Digits[g1]": "1" } });
  expect(application.received.map(({ parameters }) => parameters["CallStatus"])).toEqual([
    "ringing",
    "in-progress",
  ]);
  const [first, second] = application.received;
  expect(second?.parameters["CallSid"]).toBe(first?.parameters["CallSid"]);
});

test("a caller who withholds the number is Twilio's anonymous one", async () => {
  const parameters = await firstRequest({ From: "anonymous", "Caller-ID-Number": "anonymous" });
  expect(parameters).toMatchObject({ From: "+266696687", Caller: "+266696687", FromCity: "" });
  expect(parameters).not.toHaveProperty("SipDomain");
});

test("a caller with a Kazoo user is a SIP address", async () => {
  const parameters = await firstRequest({ From: "1001", "User-ID[]": "0".repeat(32) });
  expect(parameters).toMatchObject({
    From: "sip:1001@10.0.0.9",
    Caller: "sip:1001@10.0.0.9",
    To: "sip:15005550010@acme.example.com",
    SipDomain: "acme.example.com",
  });
  expect(parameters).not.toHaveProperty("FromCity");
});

test("a caller whose From is no number is a SIP address too", async () => {
  expect(await firstRequest({ From: "door-bell", "Caller-ID-Number": "door-bell" })).toMatchObject({
    From: "sip:door-bell@10.0.0.9",
  });
});
