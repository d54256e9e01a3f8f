import { expect, it } from "vitest";
import { parseCallerScript } from "../../caller-script.ts";
import { callKazoo } from "../call-kazoo.ts";
import { exampleCall } from "../example-call.ts";

const bye = { module: "tts", data: { text: "bye" } };

async function run(node: object, script: string) {
  const { events } = await callKazoo({
    version: "4.3",
    flow: { ...node, children: { _: bye } },
    facts: exampleCall,
    caller: parseCallerScript(script),
    request: async () => ({ tookMs: 0, status: 200, headers: {}, body: "" }),
    check: () => [],
  });
  return events.map((event) =>
    event.kind === "heard" && "text" in event.sound ? event.sound.text : `${event.kind} ${event.atMs}`,
  );
}

const conference = { module: "conference", data: { config: { name: "room" } } };
const queue = { module: "acdc_member", data: { id: "q" } };

it("a conference answers and lasts until the caller leaves; nothing comes after it", async () => {
  expect(await run(conference, "at 2s press #\nat 5s hang up")).toEqual([
    "answered 0",
    "bridged 0",
    "pressed 2000",
    "ended 5000",
  ]);
});

it("a queue answers, and its exit key leads on after a second", async () => {
  expect(await run(queue, "at 2s press 1\nat 3s press #")).toEqual([
    "answered 0",
    "silence 0",
    "pressed 2000",
    "pressed 3000",
    "bye",
    "ended 4300",
  ]);
});

it("a queue ends with the caller", async () => {
  expect(await run(queue, "at 2s hang up")).toEqual(["answered 0", "silence 0", "ended 2000"]);
});
