import { expect, test } from "vitest";
import { ringTone } from "./ring-tone.ts";

test.each([
  ["us", "tone_stream://%(2000,4000,440,480);loops=-1"],
  ["US-Old", "tone_stream://%(2000,4000,420);loops=-1"],
  [" uk ", "tone_stream://%(400,200,400,450);%(400,2000,400,450);loops=-1"],
  ["de", "tone_stream://%(1000,4000,425);loops=-1"],
])("%s rings as its country does", (country, stream) => {
  expect(ringTone().read(country)).toBe(stream);
});

test.each(["", "xx", "constructor", "https://app.test/ring.mp3"])("%j is no country", (value) => {
  expect(ringTone().read(value)).toBeUndefined();
});
