import { expect, test } from "vitest";
import { mp3Bytes, wavBytes } from "../../test/support/audio-bytes.ts";
import { audioFormat, mayBeAudio } from "./audio-format.ts";

test.each([
  [undefined],
  [""],
  ["audio/mpeg"],
  ["Audio/MP3"],
  ["audio/x-wav"],
  ["audio/wav; codec=1"],
  ["audio/wave"],
  ["application/octet-stream"],
])("a body of type %s may be a recording", (type) => {
  expect(mayBeAudio(type)).toBe(true);
});

test.each(["text/html", "audio/ogg", "multipart/form-data; boundary=x", "mpeg"])(
  "a body of type %s is none",
  (type) => {
    expect(mayBeAudio(type)).toBe(false);
  },
);

test.each([
  ["wav", wavBytes(0)],
  ["mp3", mp3Bytes(1)],
  ["mp3", Buffer.from("ID3\x04\0\0\0\0\0\x0a", "latin1")],
  // MPEG 2.5, as FreeSWITCH encodes telephone audio.
  ["mp3", Buffer.from([0xff, 0xe3, 0x28, 0xc0])],
  [undefined, Buffer.from("<!doctype html>")],
  [undefined, Buffer.from("RIFF\0\0\0\0AVI ")],
  // ADTS: AAC begins almost like an MP3 frame.
  [undefined, Buffer.from([0xff, 0xf1, 0x50, 0x80])],
  [undefined, Buffer.alloc(0)],
])("%s is told by its first bytes", (format, head) => {
  expect(audioFormat(head.subarray(0, 12))).toBe(format);
});
