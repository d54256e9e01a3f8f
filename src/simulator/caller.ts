import type { Sound } from "./transcript.ts";

/** What a caller does, and when. Steps come one after another. All times are in milliseconds. */
export type CallerStep = {
  readonly when: /** Since the call came in. */
    | { readonly atMs: number }
    /** Since the step before was done. */
    | { readonly afterMs: number }
    /** Since something began to play whose text or URL contains this. */
    | { readonly hears: string; readonly plusMs?: number };
  readonly do:
    | { readonly press: string; readonly everyMs?: number }
    /** Done when the last word is spoken. */
    | { readonly speakMs: number }
    | { readonly hangUp: true };
};

/** The next thing that a caller does. */
export type CallerAction = {
  readonly atMs: number;
  readonly press: string | undefined;
  /** Speaks for so long. Who neither presses nor speaks hangs up. */
  readonly speakMs?: number;
};

const usualEveryMs = 200;

/** A caller who follows a script. The platform tells what begins to play and asks what comes next. */
export class Caller {
  readonly #steps: CallerStep[];
  /** What began to play since the step before was begun, for a step that waits to hear it. */
  #heard: { readonly what: string; readonly atMs: number }[] = [];
  #actions: CallerAction[] = [];
  #step = 0;
  #doneMs = 0;

  constructor(steps: readonly CallerStep[]) {
    this.#steps = [...steps];
  }

  /** Whether nothing is left to do. */
  get isIdle(): boolean {
    return this.#actions.length === 0 && this.#step === this.#steps.length;
  }

  /** Makes the script longer. */
  add(steps: readonly CallerStep[]): void {
    this.#steps.push(...steps);
  }

  /** Tells the caller that a sound begins. */
  hear(sound: Sound, atMs: number): void {
    this.hearWords(audible(sound), atMs);
  }

  /** Tells the caller that something begins that no platform plays: ringing, or another party who says something. */
  hearWords(what: string, atMs: number): void {
    this.#heard.push({ what, atMs });
  }

  /** What the caller does next as far as known now; undefined where nothing more, or not before a sound is heard. */
  next(): CallerAction | undefined {
    if (this.#actions.length === 0) this.#begin();
    return this.#actions[0];
  }

  /** Tells the caller that what `next` gave has happened. */
  done(atMs: number): void {
    this.#actions.shift();
    this.#doneMs = atMs;
  }

  #begin(): void {
    const step = this.#steps[this.#step];
    if (step === undefined) return;
    const atMs = this.#start(step.when);
    if (atMs === undefined) return;
    this.#step++;
    this.#heard = [];
    const what = step.do;
    if ("hangUp" in what) this.#actions = [{ atMs, press: undefined }];
    else if ("speakMs" in what) this.#actions = [{ atMs, press: undefined, speakMs: what.speakMs }];
    else {
      const everyMs = what.everyMs ?? usualEveryMs;
      this.#actions = [...what.press].map((press, i) => ({ atMs: atMs + i * everyMs, press }));
    }
  }

  #start(when: CallerStep["when"]): number | undefined {
    if ("atMs" in when) return Math.max(when.atMs, this.#doneMs);
    if ("afterMs" in when) return this.#doneMs + when.afterMs;
    const heard = this.#heard.find(({ what }) => what.includes(when.hears));
    return heard && Math.max(heard.atMs + (when.plusMs ?? 0), this.#doneMs);
  }
}

function audible(sound: Sound): string {
  switch (sound.kind) {
    case "speech":
      return sound.text;
    case "media":
      return sound.url;
    case "tones":
      return sound.tones;
    case "silence":
      return "";
  }
}
