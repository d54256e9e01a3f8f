import { expect, it } from "vitest";
import { type CallEvent, renderTranscript } from "./transcript.ts";

const speech = { kind: "speech", text: 'Say "hi"', voice: "female", language: "en-us" } as const;

it("writes an event a line, with minutes, seconds and milliseconds", () => {
  const events: CallEvent[] = [
    { atMs: 0, kind: "silence", forMs: 250, answered: false },
    { atMs: 250, kind: "answered" },
    { atMs: 250, kind: "heard", sound: speech, forMs: 1200, answered: true, cut: true },
    { atMs: 1450, kind: "pressed", digit: "#" },
    { atMs: 1450, kind: "requested", method: "POST", url: "https://p.example/k", headers: {}, body: "a=b" },
    { atMs: 1450, kind: "silence", forMs: 60_000, answered: true },
    { atMs: 61_450, kind: "sent-keys", keys: "1w2" },
    { atMs: 61_450, kind: "ended", by: "platform", cause: "NORMAL_CLEARING" },
  ];
  expect(renderTranscript(events)).toBe(
    [
      "00:00.000  ringing    0.250 s",
      "00:00.250  answered",
      '00:00.250  hears      "Say \\"hi\\"" (female, en-us), cut short after 1.200 s',
      "00:01.450  presses    #",
      "00:01.450  requests   POST https://p.example/k a=b",
      "00:01.450  silence    60.000 s",
      "01:01.450  keys sent  1w2",
      "01:01.450  ended      by the platform, NORMAL_CLEARING",
      "",
    ].join("\n"),
  );
});

it("tells early media from sound after the answer", () => {
  const sound = { kind: "media", url: "https://p.example/a.mp3" } as const;
  const early = renderTranscript([{ atMs: 0, kind: "heard", sound, forMs: 1, answered: false, cut: false }]);
  expect(early).toBe("00:00.000  hears      https://p.example/a.mp3, unanswered\n");
});

it("writes a refusal without a message and a tone", () => {
  const sound = { kind: "tones", tones: "%(500,0,440)" } as const;
  const events: CallEvent[] = [
    { atMs: 0, kind: "heard", sound, forMs: 500, answered: true, cut: false },
    { atMs: 500, kind: "rejected", code: 486, message: "" },
  ];
  expect(renderTranscript(events)).toBe(
    "00:00.000  hears      tone %(500,0,440)\n00:00.500  rejected   486\n",
  );
});

it("writes a webhook with its parameters", () => {
  const parameters = { CallStatus: "in-progress", Digits: "12", msg: "Gather End" };
  const url = "https://app.example/menu?a=1";
  expect(renderTranscript([{ atMs: 20, kind: "asked", method: "POST", url, parameters }])).toBe(
    "00:00.020  asks       POST https://app.example/menu?a=1 CallStatus=in-progress, Digits=12, msg=Gather End\n",
  );
});

it("writes who is called, and who talks", () => {
  const targets = ["+15005550010", "client:alice"];
  const dialled = { kind: "dialled", targets, callerId: "+15005550006", timeoutMs: 30_000 } as const;
  const events: CallEvent[] = [
    { atMs: 0, ...dialled, forMs: 4000, answered: false },
    { atMs: 4000, kind: "bridged", target: "client:alice", forMs: 20_000, endedBy: "callee" },
  ];
  expect(renderTranscript(events)).toBe(
    [
      "00:00.000  dials      +15005550010 and client:alice from +15005550006, ringing 4.000 s of 30.000 s, unanswered",
      "00:04.000  talks      to client:alice for 20.000 s, ended by the callee",
      "",
    ].join("\n"),
  );
});
