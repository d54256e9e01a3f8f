import { parseBuffer } from "music-metadata";
import { describe, expect, it } from "vitest";
import type { KazooVersion } from "../../callflow/flow.ts";
import { parseCallerScript } from "../caller-script.ts";
import type { KazooRequest } from "./call.ts";
import { callKazoo } from "./call-kazoo.ts";
import { exampleCall } from "./example-call.ts";
import type { CallFacts } from "./pivot-params.ts";

type Node = { readonly module: string; readonly data?: object };

const file = { url: "https://t.example/recordings/u/T", format: "wav", method: "put" };
const recordCaller = (data: object = {}): Node => ({ module: "record_caller", data: { ...file, ...data } });
const start = (data: object = {}): Node => ({
  module: "record_call",
  data: { action: "start", label: "l", ...file, url: `${file.url}?file=`, ...data },
});
const stop: Node = { module: "record_call", data: { action: "stop" } };
const sleep = (duration: number): Node => ({ module: "sleep", data: { duration } });
const pivot: Node = { module: "pivot", data: { voice_url: "https://t.example/k", method: "post" } };

type Setup = {
  readonly version?: KazooVersion;
  readonly facts?: Partial<CallFacts>;
  readonly awaitsFile?: boolean;
  readonly extensions?: Readonly<Record<string, unknown>>;
};

/** Runs nodes one after another, and gives what was requested with its time. */
async function run(nodes: readonly Node[], script = "", setup: Setup = {}) {
  const requests: { readonly atMs: number; readonly request: KazooRequest }[] = [];
  const flow = nodes.reduceRight<object | undefined>(
    (next, node) => (next === undefined ? node : { ...node, children: { _: next } }),
    undefined,
  );
  const result = await callKazoo({
    version: setup.version ?? "4.3",
    flow,
    facts: { ...exampleCall, ...setup.facts },
    caller: parseCallerScript(script),
    check: () => [],
    extensions: setup.extensions ?? {},
    request: async (request, atMs) => {
      requests.push({ atMs, request });
      return { tookMs: 20, status: 200, headers: {}, body: "" };
    },
    awaitsFile: async () => setup.awaitsFile === true,
  });
  const files = requests.filter(({ request }) => request.method === "PUT");
  const lengths = await Promise.all(files.map(({ request }) => secondsOf(request)));
  return { ...result, requests, files, lengths, urls: files.map(({ request }) => request.url) };
}

async function secondsOf({ body, headers }: KazooRequest): Promise<number | undefined> {
  const bytes = typeof body === "string" ? new Uint8Array() : body;
  const { format } = await parseBuffer(bytes, headers["content-type"], { duration: true });
  return format.duration;
}

describe("record_caller", () => {
  it("puts a file of what was said until a key, at the URL and the Call-ID", async () => {
    const { urls, lengths, files, nodes } = await run(
      [recordCaller(), pivot],
      "at 1s speak for 3s\nafter 500ms press 7",
    );
    expect(urls).toEqual(["https://t.example/recordings/u/T/example-1@10.0.0.1.wav"]);
    expect(lengths).toEqual([4.5]);
    expect(files[0]?.request.headers).toEqual({ "content-type": "audio/x-wav" });
    expect(nodes[1]).toEqual({ atMs: 4500, module: "pivot" });
  });

  it("puts the file after the next request", async () => {
    const { requests } = await run([recordCaller(), pivot], "at 1s press 1");
    expect(requests.map(({ atMs, request }) => [atMs, request.method])).toEqual([
      [1000, "POST"],
      [1200, "PUT"],
    ]);
  });

  it("gets the answer of who waits for the file when that is there", async () => {
    const { events } = await run([recordCaller(), pivot], "at 1s press 1", { awaitsFile: true });
    expect(events.at(-1)).toMatchObject({ kind: "ended", atMs: 1220 });
  });

  it("ends after five seconds of silence, and loses keys that end it", async () => {
    const { lengths, requests } = await run([recordCaller(), pivot], "at 2s speak for 1s");
    expect(lengths).toEqual([8]);
    expect(requests[0]?.request.body).not.toContain("Digits");
  });

  it("puts the file also when the caller hangs up, and asks nothing", async () => {
    const { requests, lengths } = await run([recordCaller(), pivot], "at 2s hang up");
    expect(requests.map(({ request }) => request.method)).toEqual(["PUT"]);
    expect(lengths).toEqual([2]);
  });

  it("is skipped without a URL", async () => {
    const { events } = await run([recordCaller({ url: undefined })]);
    expect(events.map(({ kind }) => kind)).toEqual(["ended"]);
  });

  it("never puts a file in 5.0", async () => {
    expect((await run([recordCaller()], "at 1s press 1", { version: "5.0" })).files).toEqual([]);
  });
});

describe("record_call", () => {
  it("goes on at once, and sends its file when it is stopped", async () => {
    const { nodes, files, lengths } = await run([start(), sleep(3), stop, sleep(1)]);
    expect(nodes.map(({ atMs }) => atMs)).toEqual([0, 0, 3000, 3000]);
    expect(lengths).toEqual([3]);
    expect(files[0]?.atMs).toBe(3200);
  });

  it("names the file in the last parameter, and tells of the call", async () => {
    const { urls } = await run([start({ format: "mp3" }), sleep(3), stop]);
    const [before, ...fields] = urls[0]?.split("&") ?? [];
    expect(before).toBe("https://t.example/recordings/u/T?file=call_recording_example-1%4010.0.0.1.mp3");
    expect(fields).toEqual([
      "from=%2B14155550100%4010.0.0.9",
      "to=14155550111%40acme.example.com",
      "caller_id_name=Alice",
      "caller_id_number=%2B14155550100",
      "call_id=example-1%4010.0.0.1",
      "cdr_id=202601-example-1%4010.0.0.1",
      "interaction_id=",
      "owner_id=",
      "account_id=0123456789abcdef0123456789abcdef",
      "start=63934444800",
      "duration_ms=3000",
      `recording_id=202601-${"1".padStart(32, "0")}`,
    ]);
  });

  it("has two dots and fewer fields in 5.0", async () => {
    const { urls } = await run([start(), sleep(1), stop], "", { version: "5.0" });
    expect(urls[0]).toContain("file=call_recording_example-1%4010.0.0.1..wav&");
    expect(urls[0]?.split("&").at(-1)).toBe("account_id=0123456789abcdef0123456789abcdef");
  });

  it.each([
    ["https://t.example/r/", "https://t.example/r/call_recording_example-1%4010.0.0.1.wav?from="],
    ["https://t.example/r?t=1", "https://t.example/r?t=1&recording=call_recording_example-1%4010.0.0.1.wav&"],
    ["https://t.example/r?t", "https://t.example/r?t=call_recording_example-1%4010.0.0.1.wav&"],
  ])("makes of %s what Kazoo makes of it", async (url, begins) => {
    const { urls } = await run([start({ url }), sleep(1), stop]);
    expect(urls[0]?.startsWith(begins)).toBe(true);
  });

  it("stops the recording that was begun last", async () => {
    const first = start({ url: "https://t.example/first?file=" });
    const { urls, lengths } = await run([first, sleep(1), start(), sleep(1), stop, sleep(2)]);
    expect(urls.map((url) => url.split("?")[0])).toEqual([file.url, "https://t.example/first"]);
    expect(lengths).toEqual([1, 4]);
  });

  it("ends at its limit and with the call", async () => {
    const { lengths, files } = await run([start({ time_limit: 5 }), start(), sleep(60)], "at 20s hang up");
    expect(lengths).toEqual([5, 20]);
    expect(files.map(({ atMs }) => atMs)).toEqual([5200, 20_200]);
  });

  it("ends with a transfer that it does not follow", async () => {
    const transfer = { module: "transfer", data: { target: "9001" } };
    const nodes = [start({ should_follow_transfer: false }), start(), sleep(3), transfer];
    const { lengths } = await run(nodes, "", { extensions: { "9001": sleep(5) } });
    expect(lengths).toEqual([3, 8]);
  });

  it("can wait for the answer", async () => {
    const says = { module: "tts", data: { text: "x".repeat(100), terminators: [] } };
    const { lengths } = await run([start({ record_on_answer: true }), sleep(2), says]);
    expect(lengths).toEqual([6.5]);
    expect((await run([start({ record_on_answer: true }), sleep(2)])).files).toEqual([]);
  });

  it("records nothing without a label", async () => {
    expect((await run([start({ label: undefined }), sleep(1), stop])).files).toEqual([]);
  });

  it("loses the file of a caller whose name has other letters than ASCII", async () => {
    expect((await run([start(), sleep(1), stop], "", { facts: { callerIdName: "René" } })).files).toEqual([]);
  });

  it.each(["mp3", "wav"])("sends a %s of the length of the call", async (format) => {
    const { lengths } = await run([start({ format }), sleep(75), stop]);
    expect(lengths[0]).toBeCloseTo(75, 1);
  });
});
