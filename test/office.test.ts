import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createStore } from "../examples/store/app.ts";
import type { Office } from "../examples/store/office.ts";
import { listenOnLoopback } from "../src/demo/store.ts";
import { parseCallee } from "../src/simulator/callee-script.ts";
import { plainPlatform } from "../src/verbs/platform.ts";
import { type CallOptions, type Played, playCall } from "./support/kazoo.ts";
import { startTwivot } from "./support/twivot.ts";

/**
 * Calls on the office of the sample application, from end to end over real sockets: a pretend Kazoo that records and puts
 * what it has recorded, twivot, and Express with the `twilio` package, which fetches the recordings.
 */
const authToken = "the-token-of-the-shop";
const morning = Date.UTC(2026, 2, 2, 10);

type Run = Played & { readonly office: Office; readonly requests: readonly string[] };

async function run(version: "4.3" | "5.0", { callees = {}, ...call }: Partial<Setup>): Promise<Run> {
  const office: Office = { messages: [], told: [] };
  const store = createStore({ authToken, now: () => morning, office });
  const requests: string[] = [];
  await using shop = await listenOnLoopback((request, response) => {
    const { method, url } = request;
    response.on("finish", () => requests.push(`${response.statusCode} ${method} ${url}`));
    store(request, response);
  });
  const directory = mkdtempSync(join(tmpdir(), "twivot-office-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const plain = plainPlatform(version);
  const queues = { repairs: { kind: "queue", id: "0123456789abcdef0123456789abcdef" } } as const;
  await using twivot = await startTwivot({
    host: "127.0.0.2",
    app: {
      voiceUrl: `${shop.url}/office`,
      authToken,
      platform: { ...plain, returnExtension: "9001", endpoints: { ...plain.endpoints, queues } },
    },
    config: {
      kazooVersion: version,
      recordings: {
        store: { kind: "directory", directory },
        auth: false,
        keepDays: 1,
        maxBytes: 10_000_000,
      },
    },
  });
  const played = await playCall(twivot, {
    version,
    returnExtension: "9001",
    callees: Object.fromEntries(
      Object.entries(callees).map(([number, text]) => [number, calleeOf(text)] as const),
    ),
    ...call,
  });
  return { ...played, office, requests };
}

type Setup = Omit<CallOptions, "callees"> & { readonly callees: Readonly<Record<string, string>> };

function calleeOf(text: string) {
  const callee = parseCallee(text);
  if (callee === undefined) throw new Error(`${text} is nothing that a party does`);
  return callee;
}

describe.each(["4.3", "5.0"] as const)("Kazoo %s", (version) => {
  test("a message is recorded, fetched byte for byte, and thanked for", async () => {
    const { heard, office, requests, exchanges, faults } = await run(version, {
      caller: `
        hears "Press 1" press 2
        hears "after the tone" wait 6s speak for 7s
        after 1s press #
      `,
    });
    expect(faults).toEqual([]);
    const put = exchanges.find(({ request }) => request.method === "PUT");
    expect(put?.answer).toMatchObject({ status: 200 });
    const sent = createHash("sha256")
      .update(put?.request.body ?? "")
      .digest("hex");
    const [message] = office.messages;
    expect(message).toMatchObject({ from: "+15005550006", sha256: sent });
    expect(message?.recordingSid).toMatch(/^RE[0-9a-f]{32}$/);
    expect(heard).toContain(`Thank you for your message of ${message?.seconds} seconds.`);
    expect(requests).toContain("200 POST /office/message/left");
    await expect.poll(() => office.told).toEqual([`completed ${message?.seconds}`]);
  });

  test("somebody is found at the second phone, and the caller is thanked after the talk", async () => {
    const { heard, requests, faults } = await run(version, {
      caller: 'hears "Press 1" press 1',
      callees: {
        "+15005550010": "busy",
        "+15005550011": "answers after 3s, hangs up after 20s",
      },
    });
    expect(faults).toEqual([]);
    expect(requests.filter((line) => line.includes("/office/found"))).toEqual([
      "200 POST /office/found?phone=0",
      "200 POST /office/found?phone=1",
    ]);
    expect(heard.slice(-2)).toEqual(["Thank you for calling. Goodbye.", "ended by platform"]);
  });

  test("where nobody can be reached a message is asked for", async () => {
    const { heard } = await run(version, {
      caller: `
        hears "Press 1" press 1
        hears "after the tone" wait 1s hang up
      `,
      callees: { "+15005550010": "rings", "+15005550011": "unknown number" },
    });
    expect(heard).toContain("Nobody can be reached.");
    expect(heard.at(-1)).toBe("ended by caller");
  });

  test("the meeting is joined, and lasts until the caller leaves", async () => {
    const { events, faults } = await run(version, {
      caller: `
        hears "Press 1" press 3
        after 60s hang up
      `,
    });
    expect(faults).toEqual([]);
    const joined = events.find((event) => event.kind === "bridged");
    expect(joined).toMatchObject({ target: expect.stringContaining("weekly") });
  });

  test("the queue of the repair desk is waited in, and its action asked when the caller leaves it by a key", async () => {
    const { heard, requests } = await run(version, {
      caller: `
        hears "Press 1" press 4
        hears "repair desk" wait 30s press #
      `,
    });
    expect(requests).toContain("200 POST /office/queue/left");
    expect(heard).toContain("The repair desk is closed.");
  });
});
