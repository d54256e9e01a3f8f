import { Caller, type CallerStep } from "./caller.ts";
import type { CallEvent, CallEventBody, Sound } from "./transcript.ts";

/** What came first while the platform waited. */
export type Happening =
  | { readonly kind: "time" }
  | { readonly kind: "pressed"; readonly digit: string }
  | { readonly kind: "hung-up" };

/** How a sound ended: by itself, by a key, or because the caller left. */
export type Ending = "whole" | "cut" | "hung-up";

/** Whom a platform calls on behalf of the caller. */
export type Called = Pick<Extract<CallEvent, { kind: "dialled" }>, "targets" | "callerId" | "timeoutMs">;

/** When the caller spoke, in milliseconds since the call came in; the end may be still to come. */
export type Spoken = { readonly fromMs: number; readonly toMs: number };

/** When a caller without a script for it gives up, in milliseconds: half an hour. */
export const usualPatienceMs = 1_800_000;

/**
 * A call between one caller and a platform, on a clock that only this moves. The platform answers, plays, waits
 * and ends; what the caller lives through is written down. It knows nothing of any platform.
 */
export class Line {
  readonly #caller: Caller;
  readonly #patienceMs: number;
  readonly #events: CallEvent[] = [];
  readonly #spoken: Spoken[] = [];
  #nowMs = 0;
  #isAnswered = false;
  #isEnded = false;
  #silence: { readonly index: number; readonly fromMs: number } | undefined;

  constructor(steps: readonly CallerStep[], patienceMs: number = usualPatienceMs) {
    this.#caller = new Caller(steps);
    this.#patienceMs = patienceMs;
  }

  /** Milliseconds since the call came in. */
  get nowMs(): number {
    return this.#nowMs;
  }

  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** What happened so far, in the order in which it began. */
  get events(): readonly CallEvent[] {
    return this.#events;
  }

  /** When the caller spoke so far. */
  get spoken(): readonly Spoken[] {
    return this.#spoken;
  }

  /** How many of the events will not change any more: silence does until something is heard or the call ends. */
  get settledEvents(): number {
    return this.#silence?.index ?? this.#events.length;
  }

  /** Whether the caller has nothing left to do. */
  get isCallerIdle(): boolean {
    return this.#caller.isIdle;
  }

  /** Gives the caller more to do. */
  addSteps(steps: readonly CallerStep[]): void {
    this.#caller.add(steps);
  }

  /** Answers the call; nothing where it is answered already. */
  answer(): void {
    if (this.#isAnswered || this.#isEnded) return;
    this.#endSilence();
    this.#isAnswered = true;
    this.note({ kind: "answered" });
  }

  /** Writes down what the platform does besides playing and waiting. */
  note(body: CallEventBody): void {
    this.#events.push({ ...body, atMs: this.#nowMs } as CallEvent);
  }

  /** Lets silent time pass, up to so many milliseconds, until the caller does something. */
  wait(ms: number): Happening {
    if (ms > 0 && !this.#isEnded) this.#beginSilence();
    return this.#until(this.#nowMs + ms);
  }

  /** Plays a sound of so many milliseconds. Every key is handed to `cuts`, which says whether it stops the sound. */
  play(sound: Sound, lengthMs: number, cuts: (digit: string) => boolean): Ending {
    if (this.#isEnded) return "hung-up";
    const finish = this.#begin(sound);
    const ending = this.#hold(lengthMs, cuts);
    finish(ending !== "whole");
    return ending;
  }

  /** Has others ring for so many milliseconds; keys are lost. The caller hears "ringing", if it lasts. */
  ring(called: Called, lengthMs: number): "whole" | "hung-up" {
    if (this.#isEnded) return "hung-up";
    this.#endSilence();
    if (lengthMs > 0) this.#caller.hearWords("ringing", this.#nowMs);
    const begun = { kind: "dialled", atMs: this.#nowMs, ...called, answered: this.#isAnswered } as const;
    const index = this.#events.push({ ...begun, forMs: 0 }) - 1;
    const ending = this.#hold(lengthMs, () => false);
    this.#events[index] = { ...begun, forMs: this.#nowMs - begun.atMs };
    return ending === "hung-up" ? "hung-up" : "whole";
  }

  /**
   * Has the caller talk to a party, who says "Hello?", for so many milliseconds, when the callee or the platform ends it.
   * Every key is handed to `cuts`, which says whether it ends the talk.
   */
  talk(
    target: string,
    lengthMs: number,
    endedBy: "callee" | "platform",
    cuts: (digit: string) => boolean,
  ): Ending {
    if (this.#isEnded) return "hung-up";
    this.#endSilence();
    this.#caller.hearWords("Hello?", this.#nowMs);
    const begun = { kind: "bridged", atMs: this.#nowMs, target } as const;
    const index = this.#events.push({ ...begun, forMs: 0, endedBy }) - 1;
    const ending = this.#hold(lengthMs, cuts);
    const by = ending === "whole" ? endedBy : "caller";
    this.#events[index] = { ...begun, forMs: this.#nowMs - begun.atMs, endedBy: by };
    return ending;
  }

  /** Ends the call; nothing where it has ended. */
  end(by: "caller" | "platform", cause: string): void {
    if (this.#isEnded) return;
    this.#endSilence();
    this.#isEnded = true;
    this.note({ kind: "ended", by, cause });
  }

  #hold(lengthMs: number, cuts: (digit: string) => boolean): Ending {
    const endMs = this.#nowMs + lengthMs;
    for (;;) {
      const happening = this.#until(endMs);
      if (happening.kind === "time") return "whole";
      if (happening.kind === "hung-up") return "hung-up";
      if (cuts(happening.digit)) return "cut";
    }
  }

  #until(endMs: number): Happening {
    if (this.#isEnded) return { kind: "hung-up" };
    const next = this.#caller.next();
    const action = next && next.atMs < this.#patienceMs ? next : { atMs: this.#patienceMs, press: undefined };
    if (action.atMs >= endMs) {
      this.#nowMs = endMs;
      return { kind: "time" };
    }
    this.#nowMs = Math.max(this.#nowMs, action.atMs);
    const { speakMs } = action;
    this.#caller.done(this.#nowMs + (speakMs ?? 0));
    if (speakMs !== undefined) {
      this.#spoken.push({ fromMs: this.#nowMs, toMs: this.#nowMs + speakMs });
      this.note({ kind: "spoke", forMs: speakMs });
      return this.#until(endMs);
    }
    if (action.press === undefined) {
      this.end("caller", "NORMAL_CLEARING");
      return { kind: "hung-up" };
    }
    this.note({ kind: "pressed", digit: action.press });
    return { kind: "pressed", digit: action.press };
  }

  /** Begins a sound; the function that it gives ends it. */
  #begin(sound: Sound): (cut: boolean) => void {
    if (sound.kind === "silence") {
      this.#beginSilence();
      return () => undefined;
    }
    this.#endSilence();
    this.#caller.hear(sound, this.#nowMs);
    const index = this.#events.length;
    const begun = { kind: "heard", atMs: this.#nowMs, sound, answered: this.#isAnswered } as const;
    this.#events.push({ ...begun, forMs: 0, cut: false });
    return (cut) => {
      this.#events[index] = { ...begun, forMs: this.#nowMs - begun.atMs, cut };
    };
  }

  #beginSilence(): void {
    if (this.#silence !== undefined) return;
    this.#silence = { index: this.#events.length, fromMs: this.#nowMs };
    this.note({ kind: "silence", forMs: 0, answered: this.#isAnswered });
  }

  #endSilence(): void {
    if (this.#silence === undefined) return;
    const { index, fromMs } = this.#silence;
    this.#silence = undefined;
    const forMs = this.#nowMs - fromMs;
    if (forMs === 0) this.#events.splice(index, 1);
    else this.#events[index] = { kind: "silence", atMs: fromMs, forMs, answered: this.#isAnswered };
  }
}
