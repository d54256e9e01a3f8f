import { describe, expect, test } from "vitest";
import type { CallEvent } from "../../transcript.ts";
import { askedOf, callExample, heardBy, respond } from "../example-application.ts";

const goodbye = respond("<Hangup/>");

function run(verbs: string, script = ""): Promise<readonly CallEvent[]> {
  return callExample({ "/start": respond(verbs) }, script);
}

function speechOf(events: readonly CallEvent[]) {
  return events.flatMap((event) => (event.kind === "heard" ? [event.sound] : []));
}

describe("scenarios", () => {
  test("30 Say repeats, a thousand times for 0", async () => {
    const three = await run('<Say loop="3">A</Say><Say>B</Say>');
    expect(heardBy(three)).toEqual(["A", "A", "A", "B", "ended by the platform"]);
    const endless = heardBy(await run('<Say loop="0">A</Say><Say>B</Say>'));
    expect(endless.indexOf("B")).toBe(1000);
  });

  test("30 Say repeats no longer than the caller listens", async () => {
    const events = await run('<Say loop="999999999999999999">A<break time="1s"/>B</Say>', "at 5s hang up");
    expect(events.at(-1)).toMatchObject({ kind: "ended", by: "caller", atMs: 5000 });
  });

  test("32 a Pause first keeps the call ringing", async () => {
    const events = await run('<Pause length="3"/><Say>A</Say>');
    expect(events[1]).toEqual({ atMs: 0, kind: "silence", forMs: 3020, answered: false });
    expect(events[2]).toEqual({ atMs: 3020, kind: "answered" });
  });

  test("32 a Pause between is a second", async () => {
    const events = await run("<Say>A</Say><Pause/><Say>B</Say>");
    expect(events.filter(({ kind }) => kind === "silence").at(-1)).toMatchObject({ atMs: 320, forMs: 1000 });
  });

  test.each([
    ['<Reject reason="busy"/><Say>no</Say>', "rejected 486"],
    ["<Reject/>", "rejected 404"],
    ['<Reject reason="junk"/>', "rejected 404"],
  ])("57 %s is never answered", async (verbs, refusal) => {
    const events = await run(verbs);
    expect(heardBy(events)).toEqual([refusal, "ended by the platform"]);
    expect(events.some(({ kind }) => kind === "answered")).toBe(false);
  });

  test("57 a Reject behind a Redirect still refuses", async () => {
    const pages = { "/start": respond("<Redirect>/x</Redirect>"), "/x": respond('<Reject reason="busy"/>') };
    const events = await callExample(pages);
    expect(heardBy(events)[0]).toBe("rejected 486");
    expect(askedOf(events)[1]).toBe("POST /x CallStatus=ringing");
  });

  test("57 a Reject of an answered call just ends it", async () => {
    expect(heardBy(await run("<Say>A</Say><Reject/>"))).toEqual(["A", "ended by the platform"]);
  });
});

describe("Say", () => {
  test.each([
    ["", "man", "en-US"],
    [' voice="woman"', "woman", "en-US"],
    [' voice="alice" language="de-DE"', "alice", "de-DE"],
    [' voice="nobody"', "man", "en-US"],
    [' voice="Google.fr-FR-Wavenet-A"', "Google.fr-FR-Wavenet-A", "fr-FR"],
    [' voice="Polly.Amy"', "Polly.Amy", ""],
  ])("%s speaks as %s in %s", async (attributes, voice, language) => {
    const sounds = speechOf(await run(`<Say${attributes}>A</Say>`));
    expect(sounds).toEqual([{ kind: "speech", text: "A", voice, language }]);
  });

  test("without words is skipped and does not answer", async () => {
    const events = await run('<Say loop="0"> \n </Say><Reject/>');
    expect(heardBy(events)).toEqual(["rejected 404", "ended by the platform"]);
  });

  test("speaks the words of its markup, parted where the markup parts them", async () => {
    const events = await run('<Say>One<break/>two <sub alias="three">3</sub><p>four</p>five</Say>');
    expect(heardBy(events)[0]).toBe("One two three four five");
  });

  test("lasts as long as its text, and keys are lost", async () => {
    const events = await run('<Say>A text of 20 letters</Say><Gather timeout="1"/>', "at 500ms press 1");
    expect(events.find(({ kind }) => kind === "heard")).toMatchObject({
      atMs: 20,
      forMs: 20 * 65,
      cut: false,
    });
    expect(askedOf(events)).toHaveLength(1);
  });
});

describe("Play", () => {
  test("plays its recording, which may be relative, so many times", async () => {
    const events = await run('<Play loop="2">\n ../a.mp3 \n</Play>');
    expect(heardBy(events)).toEqual(["/a.mp3", "/a.mp3", "ended by the platform"]);
  });

  test("sends digits with their waits, before the recording", async () => {
    const events = await run('<Play digits="12w3W#">b.wav</Play>');
    expect(heardBy(events)).toEqual(["keys 12", "keys 3", "keys #", "/b.wav", "ended by the platform"]);
    const times = events
      .filter(({ kind }) => kind === "sent-keys" || kind === "heard")
      .map(({ atMs }) => atMs);
    expect(times).toEqual([20, 20 + 1100, 20 + 2400, 20 + 2700]);
  });

  test("sends none of the digits where one is wrong, but plays", async () => {
    expect(heardBy(await run('<Play digits="12x">b.wav</Play>'))[0]).toBe("/b.wav");
  });

  test.each(["<Play/>", '<Play digits="9x"/>', '<Play digits=""/>'])(
    "%s does not even answer",
    async (verb) => {
      expect(heardBy(await run(`${verb}<Reject/>`))[0]).toBe("rejected 404");
    },
  );

  test("sends nothing more once the caller has left", async () => {
    const events = await run('<Play digits="1WWWW2"/>', "at 2s hang up");
    expect(heardBy(events)).toEqual(["keys 1", "ended by the caller"]);
  });
});

test.each(["0", "soon", "-1", "1.5", ""])("a Pause of %j is a second", async (length) => {
  const events = await run(`<Pause length="${length}"/>`);
  expect(events.at(-1)?.atMs).toBe(1020);
});

test("a Pause of which keys are pressed is not longer", async () => {
  const events = await run('<Pause length="3"/>', "at 1s press 12");
  expect(events.at(-1)?.atMs).toBe(3020);
});

test("a Redirect without a URL asks the current document, with its query", async () => {
  let asked = 0;
  const events = await callExample({}, "", {
    voice: { url: "https://app.example/start?a=1", method: "GET" },
    fetch: async ({ url }) => {
      asked += 1;
      const text = asked === 1 ? respond("<Redirect/>") : goodbye;
      return { kind: "document", url, content: "twiml", contentType: "text/xml", text, tookMs: 0 };
    },
  });
  expect(askedOf(events)).toEqual([
    "GET /start?a=1 CallStatus=ringing",
    "POST /start?a=1 CallStatus=ringing",
  ]);
});

test("variables of Set go along with each later request, but not before Twilio's own", async () => {
  const set =
    '<Set><Variable key="tenant" value="7"/><Variable key="CallStatus" value="x"/><Other key="a"/></Set>';
  const events = await callExample({
    "/start": respond(`${set}<Redirect>/n</Redirect>`),
    "/n": respond('<Set><Variable key="tenant"/><Variable value="1"/></Set><Redirect>/m</Redirect>'),
    "/m": goodbye,
  });
  expect(askedOf(events)).toEqual([
    "POST /start CallStatus=ringing",
    "POST /n tenant=7 CallStatus=ringing",
    "POST /m tenant= CallStatus=ringing",
  ]);
});
