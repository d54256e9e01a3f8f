import { describe, expect, test } from "vitest";
import { askedOf, callExample, heardBy, respond } from "./example-application.ts";

const goodbye = respond("<Hangup/>");
const apology = "We're sorry, an application error has occurred. Goodbye.";
const fallback = { url: "https://app.example/fb", method: "POST" } as const;

describe("scenarios", () => {
  test("1 the first request says that the call rings", async () => {
    const events = await callExample({ "/start": goodbye });
    expect(askedOf(events)).toEqual(["POST /start CallStatus=ringing"]);
    expect(heardBy(events)).toEqual(["ended by the platform"]);
  });

  test("8 relative URLs count from where HTTP redirects have led", async () => {
    const events = await callExample({
      "/start": { url: "https://app.example/v2/start", text: respond("<Redirect>menu</Redirect>") },
      "/v2/menu": goodbye,
    });
    expect(askedOf(events)[1]).toBe("POST /v2/menu CallStatus=ringing");
  });

  test("11 a document that fails leads to the fallback, which is told why", async () => {
    const events = await callExample({ "/fb": respond("<Say>Later</Say>") }, "", { fallback });
    expect(askedOf(events)).toEqual([
      "POST /start CallStatus=ringing",
      "POST /fb CallStatus=ringing ErrorCode=11200 ErrorUrl=https://app.example/start",
    ]);
    expect(heardBy(events)).toEqual(["Later", "ended by the platform"]);
  });

  test("11 without a fallback the error is told and the call ends", async () => {
    const events = await callExample({});
    expect(heardBy(events)).toEqual([apology, "ended by the platform"]);
    expect(askedOf(events)).toHaveLength(1);
  });

  test("12 a failure in mid-call leads to the fallback, and what followed the Gather is not run", async () => {
    const pages = {
      "/start": respond('<Gather numDigits="1" action="/menu"/><Say>none</Say>'),
      "/fb": respond("<Say>Sorry</Say>"),
    };
    const events = await callExample(pages, "at 1s press 1", { fallback });
    expect(askedOf(events).slice(1)).toEqual([
      "POST /menu CallStatus=in-progress Digits=1 FinishedOnKey= msg=Gather End",
      "POST /fb CallStatus=in-progress ErrorCode=11200 ErrorUrl=https://app.example/menu",
    ]);
    expect(heardBy(events)).toEqual(["Sorry", "ended by the platform"]);
  });

  test("19 a Response without verbs ends the call, also as the answer to a Gather", async () => {
    expect(heardBy(await callExample({ "/start": "<Response/>" }))).toEqual(["ended by the platform"]);
    const pages = { "/start": respond('<Gather action="/m"/><Say>none</Say>'), "/m": respond("") };
    expect(heardBy(await callExample(pages, "at 1s press 1#"))).toEqual(["ended by the platform"]);
  });

  test.each([
    ["\n<?xml version='1.0'?><Response/>", "12100"],
    [respond("<Redirect>/n?a=1&b=2</Redirect>"), "12100"],
    ["<Response><Say>Hi</Response>", "12100"],
    ["<response><Say>Hi</Say></response>", "12102"],
  ])("21 %s is not run, but told the fallback", async (text, code) => {
    const events = await callExample({ "/start": text, "/fb": goodbye }, "", { fallback });
    expect(askedOf(events)[1]).toContain(`ErrorCode=${code} ErrorUrl=https://app.example/start`);
    expect(heardBy(events)).toEqual(["ended by the platform"]);
  });

  test("22 an unknown verb and an unknown attribute are passed over", async () => {
    const verbs = '<Say foo="1">A</Say><Frobnicate x="y"><Say>no</Say></Frobnicate><Say>B</Say>';
    const events = await callExample({ "/start": respond(verbs) }, "", { fallback });
    expect(heardBy(events)).toEqual(["A", "B", "ended by the platform"]);
    expect(askedOf(events)).toHaveLength(1);
  });

  test("24 entities, CDATA and comments are read as XML has them", async () => {
    const text =
      "<!-- a --><Response><!-- b --><Say>Tom &amp; J&#233;r&#xF4;me &lt;3</Say>" +
      "<Say><![CDATA[5 > 3 & 2]]></Say><Redirect>/n?a=1&amp;b=2</Redirect></Response>";
    const events = await callExample({ "/start": text, "/n": goodbye });
    expect(heardBy(events).slice(0, 2)).toEqual(["Tom & Jérôme <3", "5 > 3 & 2"]);
    expect(askedOf(events)[1]).toBe("POST /n?a=1&b=2 CallStatus=in-progress");
  });

  test("26 relative URLs, document after document, and no Digits after the first", async () => {
    const pages = {
      "/start": respond("<Redirect>a/menu.xml?x=1</Redirect>"),
      "/a/menu.xml": respond('<Gather action="step2" numDigits="1"/>'),
      "/a/step2": respond("<Redirect>../up</Redirect>"),
      "/up": respond("<Redirect>/abs</Redirect>"),
      "/abs": respond("<Redirect>?q=2</Redirect>"),
      "/abs?q=2": respond("<Redirect>//other.example/z</Redirect>"),
      "/z": goodbye,
    };
    const events = await callExample(pages, "at 1s press 1");
    expect(askedOf(events)).toEqual([
      "POST /start CallStatus=ringing",
      "POST /a/menu.xml?x=1 CallStatus=ringing",
      "POST /a/step2 CallStatus=in-progress Digits=1 FinishedOnKey= msg=Gather End",
      "POST /up CallStatus=in-progress",
      "POST /abs CallStatus=in-progress",
      "POST /abs?q=2 CallStatus=in-progress",
      "POST https://other.example/z CallStatus=in-progress",
    ]);
  });

  test("27 a Redirect by GET; what is behind it is not heard", async () => {
    const verbs = '<Say>A</Say><Redirect method="GET">\n  /n?k=v\n</Redirect><Say>B</Say>';
    const events = await callExample({ "/start": respond(verbs), "/n": goodbye });
    expect(heardBy(events)).toEqual(["A", "ended by the platform"]);
    expect(askedOf(events)[1]).toBe("GET /n?k=v CallStatus=in-progress");
  });

  test("33 a Hangup in the middle ends the call", async () => {
    const verbs = "<Say>A</Say><Hangup/><Say>B</Say><Redirect>/n</Redirect>";
    const events = await callExample({ "/start": respond(verbs) });
    expect(heardBy(events)).toEqual(["A", "ended by the platform"]);
    expect(askedOf(events)).toHaveLength(1);
  });
});

test("a fallback that fails is told the caller as well", async () => {
  const events = await callExample({ "/fb": "no XML" }, "", { fallback });
  expect(heardBy(events)).toEqual([apology, "ended by the platform"]);
  expect(askedOf(events)).toHaveLength(2);
});

test("the fallback and ErrorUrl are asked without credentials and connection overrides", async () => {
  const events = await callExample({ "/fb": goodbye }, "", {
    voice: { url: "https://u:p@app.example/start?a=1#ct=500", method: "POST" },
    fallback: { ...fallback, url: "https://u:p@app.example/fb#rc=2" },
  });
  expect(askedOf(events)).toEqual([
    "POST /start?a=1 CallStatus=ringing",
    "POST /fb CallStatus=ringing ErrorCode=11200 ErrorUrl=https://app.example/start?a=1",
  ]);
});

test("plain text is spoken once and the call ends", async () => {
  const events = await callExample({ "/start": { content: "speech", text: "Just\n words" } });
  expect(heardBy(events)).toEqual(["Just words", "ended by the platform"]);
});

test("audio is played once and the call ends", async () => {
  const events = await callExample({ "/start": { content: "audio", contentType: "audio/mpeg" } });
  expect(heardBy(events)).toEqual(["/start", "ended by the platform"]);
});

test("a document that only waits is answered for the hang-up", async () => {
  const events = await callExample({ "/start": respond("<Pause/>") });
  expect(events.map(({ kind, atMs }) => [kind, atMs])).toEqual([
    ["asked", 0],
    ["silence", 0],
    ["answered", 1020],
    ["ended", 1020],
  ]);
});

test.each(["5ms", "500ms", "2s", "5500ms"])("a caller who leaves after %s ends it all", async (leaves) => {
  const verbs = '<Say>A long greeting</Say><Pause length="2"/><Gather action="/m"/><Redirect>/n</Redirect>';
  const events = await callExample({ "/start": respond(verbs) }, `at ${leaves} hang up`, { fallback });
  expect(askedOf(events)).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ kind: "ended", by: "caller" });
});

test("a caller who leaves during a webhook is not followed by its document or a fallback", async () => {
  const pages = { "/start": respond("<Say>A</Say><Redirect>/n</Redirect>") };
  const events = await callExample(pages, "at 325ms hang up", { fallback });
  expect(askedOf(events)).toHaveLength(2);
  expect(heardBy(events)).toEqual(["A", "ended by the caller"]);
});

test("keys that are pressed during a webhook are lost", async () => {
  const pages = { "/start": respond("<Redirect>/n</Redirect>"), "/n": respond('<Gather timeout="1"/>') };
  const events = await callExample(pages, "at 10ms press 5");
  expect(askedOf(events)).toHaveLength(2);
});

test("what is not simulated says so", async () => {
  const verbs = "<Dial><Queue>support</Queue></Dial>";
  await expect(callExample({ "/start": respond(verbs) })).rejects.toThrow(
    expect.objectContaining({ code: "not-simulated", message: "<Queue> in <Dial> is not simulated" }),
  );
});

test("documents that lead to each other at once are given up", async () => {
  const pages = { "/start": { text: respond("<Redirect/>"), tookMs: 0 } };
  await expect(callExample(pages)).rejects.toThrow(expect.objectContaining({ code: "endless" }));
});
