import { expect, test } from "vitest";
import { createTokenBox } from "../continuation/token.ts";
import { keepPercents, UPLOAD_LIFETIME_SECONDS, type Upload, uploadUrl } from "./upload.ts";

const box = createTokenBox<Upload>(["a secret for tests, of 32 characters or more"], "upload");
const config = { publicUrl: "https://twivot.example", pivotKey: "k&y" };
const upload: Omit<Upload, "x"> = {
  app: "default",
  recording: { number: 1, source: "RecordVerb", channels: 1, track: "inbound" },
  parameters: { CallSid: "CA1", AccountSid: "AC1" },
  leftAtMs: 1_800_000_000_000,
};

test("the URL of record_caller has no query, since Kazoo adds a path to it", () => {
  const url = uploadUrl(upload, "record_caller", { box, config });
  expect(url).toMatch(/^https:\/\/twivot\.example\/recordings\/u\/[\w.-]+$/);
});

test("the URL of record_call ends in the parameter that Kazoo gives a value", () => {
  expect(uploadUrl(upload, "record_call", { box, config })).toMatch(
    /^https:\/\/twivot\.example\/recordings\/u\/[\w.-]+\?key=k%26y&file=$/,
  );
  expect(uploadUrl(upload, "record_call", { box, config: { ...config, pivotKey: undefined } })).toMatch(
    /\?file=$/,
  );
});

test("the URL opens to what was sealed, for a day and a half", () => {
  const url = uploadUrl(upload, "record_caller", { box, config });
  const token = url.slice(url.lastIndexOf("/") + 1);
  const lastMs = upload.leftAtMs + UPLOAD_LIFETIME_SECONDS * 1000 - 1;
  expect(box.open(token, lastMs)).toMatchObject(upload);
  expect(() => box.open(token, lastMs + 1)).toThrow(/expired/);
});

test("percent signs of a Call-ID are kept as they are, and only those", () => {
  expect(keepPercents({ url: "/recordings/u/t/50%@10.0.0.1.mp3" })).toBe(
    "/recordings/u/t/50%25@10.0.0.1.mp3",
  );
  expect(keepPercents({ url: "/pivot?key=%20" })).toBe("/pivot?key=%20");
  expect(keepPercents({})).toBe("/");
});
