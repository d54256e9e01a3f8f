import { expect, test } from "vitest";
import { readFixture } from "../fidelity/fixture.ts";
import type { Application } from "./application.ts";
import { fixtureApplication } from "./application.ts";
import { verifyFixture } from "./verify-fixture.ts";

const both = { versions: ["4.3", "5.0"] } as const;

function fixture(call: string, answers: Readonly<Record<string, string>>) {
  const files = Object.entries(answers).map(([name, text]) => [`answers/${name}`, text] as const);
  return readFixture(new Map([["call.txt", call], ...files]));
}

function respond(verbs: string): string {
  return `<Response>${verbs}</Response>`;
}

const hello = fixture("voice: POST /voice", { "voice.xml": respond("<Say>Hello.</Say>") });

test("a call that is the same on both platforms and as it was recorded is exact", async () => {
  const { record } = await verifyFixture(hello, both);
  const { outcomes } = await verifyFixture({ ...hello, recorded: record }, both);
  expect(outcomes.map(({ version, verdict }) => [version, verdict])).toEqual([
    ["4.3", "exact"],
    ["5.0", "exact"],
  ]);
  expect([...record.keys()]).toEqual(["transcript.txt", "webhooks.txt", "flows.4.3.json", "flows.5.0.json"]);
});

test("a record does not depend on when and how often it is made", async () => {
  const menu = fixture('hears "Press" wait 1s press 1', {
    "voice.xml": respond('<Gather numDigits="1"><Say>Press a key, any key.</Say></Gather>'),
    "voice.2.xml": respond("<Say>Thanks.</Say>"),
  });
  const first = await verifyFixture(menu, both);
  const second = await verifyFixture(menu, both);
  expect(second.record).toEqual(first.record);
  expect(first.record.get("flows.4.3.json")).toContain(
    '"voice_url": "http://twivot.example/pivot/c/TOKEN-1"',
  );
});

test("a caller who comes back from another party is the same call, and its record has no sealed texts", async () => {
  const call = "returnExtension: 9001\ncallee +15005550010: answers after 1s, hangs up after 2s";
  const dial = fixture(call, {
    "voice.xml": respond('<Dial action="/d">+15005550010</Dial>'),
    "d.xml": respond("<Say>Goodbye.</Say>"),
  });
  const first = await verifyFixture(dial, both);
  const second = await verifyFixture(dial, both);
  expect(first.outcomes.map(({ problems }) => problems)).toEqual([[], []]);
  expect(second.record).toEqual(first.record);
  expect(first.record.get("flows.4.3.json")).toContain('"twivot_return": "TOKEN-');
});

test("a fixture of which nothing was recorded is stale", async () => {
  const { outcomes } = await verifyFixture(hello, { versions: ["4.3"] });
  expect(outcomes[0]?.verdict).toBe("stale");
  expect(outcomes[0]?.stale.map(({ file, line, recorded }) => [file, line, recorded])).toEqual([
    ["transcript.txt", 1, undefined],
    ["webhooks.txt", 1, undefined],
    ["flows.4.3.json", 1, undefined],
  ]);
});

test("what is recorded otherwise is told with its first line that differs", async () => {
  const { record } = await verifyFixture(hello, both);
  const transcript = String(record.get("transcript.txt"));
  const recorded = new Map([...record, ["transcript.txt", transcript.replace("Hello.", "Good-bye.")]]);
  const { outcomes } = await verifyFixture({ ...hello, recorded }, both);
  expect(outcomes.map(({ verdict }) => verdict)).toEqual(["stale", "stale"]);
  expect(outcomes[0]?.stale).toEqual([
    {
      file: "transcript.txt",
      line: 4,
      recorded: '00:00.020  hears      "Good-bye." (man, en-US)',
      now: '00:00.020  hears      "Hello." (man, en-US)',
    },
  ]);
});

test("line ends of another system do not make a record stale", async () => {
  const { record } = await verifyFixture(hello, both);
  const recorded = new Map([...record].map(([file, text]) => [file, text.replaceAll("\n", "\r\n")]));
  const { outcomes } = await verifyFixture({ ...hello, recorded }, both);
  expect(outcomes[0]?.verdict).toBe("exact");
});

test("flows that are recorded for one version make the other one no staler", async () => {
  const { record } = await verifyFixture(hello, both);
  const recorded = new Map([...record, ["flows.5.0.json", "{}\n"]]);
  const { outcomes } = await verifyFixture({ ...hello, recorded }, both);
  expect(outcomes.map(({ verdict }) => verdict)).toEqual(["exact", "stale"]);
});

test("a difference that a note explains is approximated", async () => {
  const number = fixture('hears "number" wait 3s press 12#', {
    "voice.xml": respond('<Gather action="/m"><Say>Your number.</Say></Gather>'),
    "m.xml": respond("<Say>Thanks.</Say>"),
  });
  const { outcomes } = await verifyFixture(number, { versions: ["4.3"], update: true });
  expect(outcomes[0]?.verdict).toBe("approximated");
  expect(outcomes[0]?.explained.map(({ code }) => code)).toEqual(["gather-finished-on-key"]);
});

/** Answers the second call, which is that on Kazoo, otherwise than the first. */
function fickle(...calls: readonly Readonly<Record<string, string>>[]): Application {
  const applications = calls.map((answers) =>
    fixtureApplication(fixture("voice: POST /voice", answers).answers),
  );
  let opened = 0;
  return {
    origin: "https://app.example",
    open: () => {
      const application = applications[opened] ?? fixtureApplication([]);
      opened += 1;
      return application.open();
    },
  };
}

test("a difference that no note explains is unexplained, whatever was recorded", async () => {
  const application = fickle(
    { "voice.xml": respond("<Say>A.</Say>") },
    { "voice.xml": respond("<Say>B.</Say>") },
  );
  const { outcomes } = await verifyFixture(hello, { versions: ["4.3"], application });
  expect(outcomes[0]?.verdict).toBe("unexplained");
  expect(outcomes[0]?.explained).toEqual([
    { difference: { what: "speech", reference: "A", kazoo: "B", atMs: 20 }, code: undefined },
  ]);
});

test("a cookie that only Twilio sends is a problem", async () => {
  const document = respond("<Say>A.</Say><Redirect>/n</Redirect>");
  const cookie = `200\ncontent-type: text/xml\nset-cookie: sid=1; Path=/\n\n${document}`;
  const next = { "n.xml": respond("<Say>B.</Say>") };
  const application = fickle({ "voice.http": cookie, ...next }, { "voice.xml": document, ...next });
  const { outcomes } = await verifyFixture(hello, { versions: ["4.3"], application });
  expect(outcomes[0]?.problems).toEqual(["Cookie of request 2, POST /n: sid=1 at Twilio, none on Kazoo."]);
  expect(outcomes[0]?.verdict).toBe("unexplained");
});

test("a request for which the fixture has no answer is a problem, and a status is an answer", async () => {
  const document = respond("<Redirect>/gone</Redirect>");
  const lacking = fixture("voice: POST /voice", { "voice.xml": document });
  const telling = fixture("voice: POST /voice", { "voice.xml": document, "gone.status": "404" });
  const options = { versions: ["4.3"], update: true } as const;
  const [lack] = (await verifyFixture(lacking, options)).outcomes;
  const [tell] = (await verifyFixture(telling, options)).outcomes;
  expect(lack?.problems).toEqual(["The fixture has no answer for POST /gone: add one to answers/."]);
  expect([lack?.verdict, tell?.verdict]).toEqual(["unexplained", "exact"]);
});

test("a verb that is not simulated is a problem and no crash", async () => {
  const dial = fixture("voice: POST /voice", { "voice.xml": respond("<Dial><Queue>a</Queue></Dial>") });
  const { outcomes } = await verifyFixture(dial, both);
  expect(outcomes.map(({ problems }) => problems)).toEqual(
    Array(2).fill(["The call cannot be played: <Queue> in <Dial> is not simulated."]),
  );
});

test("only versions that the fixture is for are verified", async () => {
  const old = fixture("kazoo: 4.3", { "voice.xml": respond("<Hangup/>") });
  const { outcomes, record } = await verifyFixture(old, both);
  expect(outcomes.map(({ version }) => version)).toEqual(["4.3"]);
  expect([...record.keys()]).not.toContain("flows.5.0.json");
});

test("audio that the application answers with is the same recording under twivot's own URL", async () => {
  const song = fixture("voice: POST /voice", { "voice.mp3": "ID3" });
  const { outcomes, record } = await verifyFixture(song, { versions: ["4.3"], update: true });
  expect(outcomes[0]?.verdict).toBe("exact");
  expect(record.get("transcript.txt")).toContain("hears      https://app.example/voice\n");
  expect(record.get("flows.4.3.json")).toContain("http://twivot.example/media/");
});

test("what Kazoo's webhooks tell is told at the right time, and the same each time", async () => {
  const call = [
    "webhooks: yes",
    "status: POST /status",
    "callee +15005550010: answers after 4s",
    "",
    'hears "Hello?" wait 5s hang up',
  ].join("\n");
  const noun = '<Number statusCallback="/s">+15005550010</Number>';
  const dial = fixture(call, {
    "voice.xml": respond(`<Dial action="/d">${noun}</Dial>`),
    "d.xml": respond(""),
    "s.xml": respond(""),
    "status.xml": respond(""),
  });
  const first = await verifyFixture(dial, both);
  expect((await verifyFixture({ ...dial, recorded: first.record }, both)).outcomes).toMatchObject([
    { verdict: "exact", problems: [] },
    { verdict: "exact", problems: [] },
  ]);
  const told = first.record
    .get("transcript.txt")
    ?.split("\n")
    .filter((line) => line.includes("tells"));
  expect(told?.map((line) => line.slice(0, 52))).toEqual([
    "00:09.020  tells      POST https://app.example/s Cal",
    "00:09.020  tells      POST https://app.example/statu",
  ]);
});

test("a status callback without webhooks cannot be told, and says so", async () => {
  const silent = fixture("status: POST /status", { "voice.xml": respond("") });
  await expect(verifyFixture(silent, both)).rejects.toThrow("status needs webhooks: yes");
});
