import { expect, test } from "vitest";
import { createMediaShelf } from "./media.ts";

/** Names that count up. */
function shelf() {
  let count = 0;
  return createMediaShelf((size) => {
    count += 1;
    return new Uint8Array(size).fill(count);
  });
}

const piece = (contentType: string, bytes = 3) => ({ contentType, body: new Uint8Array(bytes) });

test("what is put on the shelf is had under its name", () => {
  const media = shelf();
  const audio = piece("audio/mpeg");
  const name = media.put(audio);
  expect(name).toBe(`${"01".repeat(16)}.mp3`);
  expect(media.get(name)).toBe(audio);
});

test("other names have nothing", () => {
  const media = shelf();
  media.put(piece("audio/mpeg"));
  for (const name of ["", "constructor", `${"02".repeat(16)}.mp3`]) expect(media.get(name)).toBeUndefined();
});

test.each([
  ["audio/wav", "wav"],
  ["Audio/X-WAV; rate=8000", "wav"],
  ["audio/basic", "au"],
  ["audio/gsm", "gsm"],
  ["audio/unheard-of", "wav"],
])("%s gets the extension %s, by which FreeSWITCH knows it", (contentType, extension) => {
  expect(shelf().put(piece(contentType))).toMatch(new RegExp(`\\.${extension}$`));
});

test("the oldest go when there are more than 64 MB, the newest stays whatever its size", () => {
  const media = shelf();
  const names = [1, 2, 3].map(() => media.put(piece("audio/wav", 30_000_000)));
  expect(names.map((name) => media.get(name) !== undefined)).toEqual([false, true, true]);
  const large = media.put(piece("audio/wav", 70_000_000));
  expect([...names, large].map((name) => media.get(name) !== undefined)).toEqual([false, false, false, true]);
});
