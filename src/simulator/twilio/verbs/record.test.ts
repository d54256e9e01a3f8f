import { expect, test } from "vitest";
import type { CallEvent } from "../../transcript.ts";
import type { TwilioOptions } from "../call.ts";
import { askedOf, callExample, heardBy, respond } from "../example-application.ts";

const pages = { "/r": respond("<Say>Thanks</Say>") };

function run(verbs: string, script: string, options: Partial<TwilioOptions> = {}) {
  return callExample({ ...pages, "/start": respond(verbs) }, script, options);
}

/** What the action was told, in short. */
function told(events: readonly CallEvent[]): string | undefined {
  const [, line] = askedOf(events);
  return line?.replace(
    / RecordingUrl=https:\/\/api\.twilio\.com\/2010-04-01\/Accounts\/AC0{32}\/Recordings\/(RE0{31}\d) RecordingSid=\1/,
    "",
  );
}

const record = '<Record action="/r" finishOnKey="12#" maxLength="20"/><Say>None</Say>';

test("45 a key of finishOnKey ends it, and others do not", async () => {
  const events = await run(record, "at 1s speak for 4s\nafter 1s press 3\nafter 500ms press 2");
  expect(told(events)).toBe("POST /r CallStatus=in-progress RecordingDuration=4 Digits=2");
  expect(heardBy(events)).toEqual(["%(500,0,440)", "Thanks", "ended by the platform"]);
  expect(events.find(({ kind }) => kind === "recording")?.atMs).toBe(520);
});

/** The callbacks of a recording, in short: when, what, how long. */
async function toldOfRecording(verbs: string, script: string, options: Partial<TwilioOptions> = {}) {
  const told: string[] = [];
  const tell: TwilioOptions["tell"] = async ({ parameters, recordedFromMs }, atMs) => {
    const { RecordingStatus, RecordingDuration = "" } = parameters;
    told.push(`${atMs} ${RecordingStatus} ${RecordingDuration} from ${recordedFromMs}`);
  };
  await run(verbs, script, { tell, ...options });
  return told;
}

const callback = 'recordingStatusCallback="/s"';
const events = `${callback} recordingStatusCallbackEvent="in-progress completed absent"`;

test("a recording is told of when it begins and when it is there", async () => {
  const script = "at 1s speak for 4s\nafter 1s press 1";
  expect(await toldOfRecording(`<Record action="/r" ${events}/>`, script)).toEqual([
    "520 in-progress  from 520",
    "6000 completed 4 from 520",
  ]);
  expect(await toldOfRecording(`<Record action="/r" ${callback}/>`, script)).toEqual([
    "6000 completed 4 from 520",
  ]);
});

test("a recording into which nothing was said is absent, to who wants to know", async () => {
  expect(await toldOfRecording(`<Record action="/r" ${events}/>`, "")).toEqual([
    "520 in-progress  from 520",
    "5520 absent 0 from 520",
  ]);
  expect(await toldOfRecording(`<Record action="/r" ${callback}/>`, "")).toEqual([]);
});

test("a recording that does not take place is told nothing of", async () => {
  expect(await toldOfRecording(`<Record action="/r" ${events}/>`, "at 200ms hang up")).toEqual([]);
});

test("45 playBeep false begins without a beep", async () => {
  const events = await run('<Record action="/r" playBeep="false"/>', "at 1s speak for 4s\nafter 0s press 1");
  expect(heardBy(events)).toEqual(["Thanks", "ended by the platform"]);
});

test("46 a caller who hangs up has the action asked, and its answer is not run", async () => {
  const events = await run(record, "at 1s speak for 4s\nafter 0s hang up");
  expect(told(events)).toBe("POST /r CallStatus=completed RecordingDuration=4 Digits=hangup");
  expect(heardBy(events)).toEqual(["%(500,0,440)", "ended by the caller"]);
});

test("five seconds of silence end it, without a key", async () => {
  const events = await run('<Record action="/r"/>', "at 1s speak for 4s");
  expect(told(events)).toBe("POST /r CallStatus=in-progress RecordingDuration=4 Digits=");
  expect(events.filter(({ kind }) => kind === "asked")[1]?.atMs).toBe(10_000);
});

test("its length ends it", async () => {
  const events = await run('<Record action="/r" maxLength="3"/>', "at 1s speak for 4s");
  expect(told(events)).toBe("POST /r CallStatus=in-progress RecordingDuration=3 Digits=");
});

test("silence does not end it where timeout is 0", async () => {
  const events = await run('<Record action="/r" timeout="0" maxLength="30"/>', "at 1s speak for 1s");
  expect(events.filter(({ kind }) => kind === "asked")[1]?.atMs).toBe(30_520);
});

test("silence stays in a recording that is not to be trimmed", async () => {
  const events = await run(
    '<Record action="/r" trim="do-not-trim"/>',
    "at 1s speak for 2s\nafter 1s press 1",
  );
  expect(told(events)).toBe("POST /r CallStatus=in-progress RecordingDuration=3 Digits=1");
});

test("where nothing is said the next verb runs", async () => {
  const events = await run(record, "");
  expect(askedOf(events)).toHaveLength(1);
  expect(heardBy(events)).toEqual(["%(500,0,440)", "None", "ended by the platform"]);
});

test("where nothing is said the action can be asked", async () => {
  const events = await run(record, "", { recordEmpty: "action" });
  expect(told(events)).toBe("POST /r CallStatus=in-progress RecordingDuration=0 Digits=");
});

test("a caller who hangs up during the beep is not recorded", async () => {
  const events = await run(record, "at 200ms hang up");
  expect(askedOf(events)).toHaveLength(1);
});

test("no key ends it where finishOnKey is empty", async () => {
  const events = await run('<Record action="/r" finishOnKey=""/>', "at 1s speak for 1s\nafter 1s press 1");
  expect(told(events)).toBe("POST /r CallStatus=in-progress RecordingDuration=1 Digits=");
});

test("without an action the same document is asked", async () => {
  const events = await callExample(
    { "/start": respond("<Record/>") },
    "at 1s speak for 1s\nafter 0s hang up",
  );
  expect(told(events)).toBe("POST /start CallStatus=completed RecordingDuration=1 Digits=hangup");
});
