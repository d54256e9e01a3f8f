import type { Sound } from "./transcript.ts";

/** How long sounds last on the virtual clock. One table for every platform, so that calls can be compared. */
export type Durations = {
  /** Speech: so many milliseconds for each UTF-16 code unit. */
  readonly characterMs: number;
  readonly shortestSpeechMs: number;
  /** Recordings whose length matters, by URL. */
  readonly mediaMs: Readonly<Record<string, number>>;
  /** Every other recording. */
  readonly otherMediaMs: number;
};

/** About 15 characters a second, as flite speaks. */
export const usualDurations: Durations = {
  characterMs: 65,
  shortestSpeechMs: 300,
  mediaMs: {},
  otherMediaMs: 3000,
};

/** How long a sound lasts, in milliseconds; at least one, so that endless repetition gets somewhere. */
export function durationMs(sound: Sound, durations: Durations = usualDurations): number {
  switch (sound.kind) {
    case "speech":
      return Math.max(sound.text.length * durations.characterMs, durations.shortestSpeechMs);
    case "media":
      return Math.max(1, durations.mediaMs[sound.url] ?? durations.otherMediaMs);
    case "silence":
      return Math.max(1, sound.lengthMs);
    case "tones":
      return Math.max(1, tonesMs(sound.tones));
  }
}

/** A tone is `%(milliseconds on, milliseconds off, hertz, …)`; several follow each other (FreeSWITCH, TGML). */
function tonesMs(tones: string): number {
  const each = tones.matchAll(/%\(\s*(\d+)\s*,\s*(\d+)/g);
  return [...each].reduce((sum, [, on, off]) => sum + Number(on) + Number(off), 0);
}
