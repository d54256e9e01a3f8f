import { expect, test } from "vitest";
import type { TwilioRequest } from "./call.ts";
import { callExample, respond } from "./example-application.ts";

async function run(attributes: string): Promise<readonly (TwilioRequest & { readonly atMs: number })[]> {
  const told: (TwilioRequest & { readonly atMs: number })[] = [];
  const conference = `<Dial><Conference statusCallback="/c" ${attributes}>Room 1</Conference></Dial>`;
  await callExample({ "/start": respond(conference) }, "after 5s hang up", {
    tell: async (request, atMs) => {
      told.push({ ...request, atMs });
    },
  });
  return told;
}

test("a caller alone in a conference joins and leaves it, and it ends", async () => {
  const told = await run(
    'statusCallbackEvent="start end, join leave" participantLabel="a" muted="true" statusCallbackMethod="GET"',
  );
  expect(told.map(({ atMs, method, parameters }) => [atMs, method, parameters])).toMatchObject([
    [20, "GET", { StatusCallbackEvent: "participant-join", SequenceNumber: "1", Muted: "true" }],
    [5000, "GET", { StatusCallbackEvent: "participant-leave", SequenceNumber: "2", ParticipantLabel: "a" }],
    [5000, "GET", { StatusCallbackEvent: "conference-end", ReasonConferenceEnded: "last-participant-left" }],
  ]);
});

test.each(["", 'statusCallbackEvent="mute"', 'statusCallbackEvent="join whatever"'])(
  "with %j nothing is told",
  async (attributes) => {
    expect(await run(attributes)).toEqual([]);
  },
);
