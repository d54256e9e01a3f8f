import { expect, it } from "vitest";
import { durationMs, usualDurations } from "./durations.ts";

const speech = (text: string) => ({ kind: "speech", text, voice: "female", language: "en-us" }) as const;

it("speaks 65 ms for each character", () => {
  expect(durationMs(speech("x".repeat(100)))).toBe(6500);
});

it("speaks no text in less than 300 ms", () => {
  expect(durationMs(speech("x"))).toBe(300);
});

it("plays a recording for as long as the table says, others for three seconds", () => {
  const durations = { ...usualDurations, mediaMs: { "https://p.example/a.mp3": 1234 } };
  expect(durationMs({ kind: "media", url: "https://p.example/a.mp3" }, durations)).toBe(1234);
  expect(durationMs({ kind: "media", url: "https://p.example/b.mp3" }, durations)).toBe(3000);
});

it("is silent for as long as asked", () => {
  expect(durationMs({ kind: "silence", lengthMs: 700 })).toBe(700);
});

it("adds up the tones of a stream with their pauses", () => {
  expect(durationMs({ kind: "tones", tones: "%(500,250,440);%(100, 0, 880,440)" })).toBe(850);
});

it("lets time pass with every sound", () => {
  expect(durationMs({ kind: "tones", tones: "" })).toBe(1);
});
