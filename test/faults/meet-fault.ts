import { expect } from "vitest";
import type { App, Config } from "../../src/config.ts";
import { type CallOptions, type Played, playCall } from "../support/kazoo.ts";
import { startTwivot, type Twivot } from "../support/twivot.ts";
import { expectNothingLeft, resources } from "./leaks.ts";

/** Times are about a twentieth of the real ones: 200 ms for 4.5 s before Kazoo is told to come back. */
export const deadlineMs = 200;

/** 600 ms for the 15 s that an application has. */
export const appTimeoutMs = 600;

/** What a busy machine may take beside. */
export const marginMs = 700;

/** What the caller hears in the end where twivot has the call. */
export const apology = "We're sorry, an application error has occurred. Goodbye.";

export type Met = {
  readonly heard: readonly string[];
  /** Of every answer to Kazoo, in order; 0 where there was none. */
  readonly statuses: readonly number[];
  /** The longest time that Kazoo waited for one, in milliseconds. */
  readonly longestMs: number;
  /** Codes of failures in the log. */
  readonly codes: readonly string[];
};

type Options = {
  readonly app?: Partial<App>;
  readonly config?: Partial<Config>;
  readonly call?: CallOptions;
};

/** The real times: what fails at once is not scaled. */
export const unhurried = { app: { appTimeoutMs: 15_000 }, config: { deadlineMs: 4_500 } } as const;

/** A twivot that has little time, asking an application at a URL. */
export function startHurried(voiceUrl: string, { app, config }: Options = {}): Promise<Twivot> {
  return startTwivot({ app: { voiceUrl, appTimeoutMs, ...app }, config: { deadlineMs, ...config } });
}

/** Plays a call in which a key is pressed where one is asked for. When all is closed nothing may be left of it. */
export async function meetFault(application: { readonly url: string }, options: Options = {}): Promise<Met> {
  const before = resources();
  const twivot = await startHurried(`${application.url}/voice`, options);
  let played: Played;
  try {
    played = await playCall(twivot, { caller: 'hears "Press 1" press 1', ...options.call });
  } finally {
    await twivot[Symbol.asyncDispose]();
  }
  await expectNothingLeft(before);
  return met(played, twivot);
}

function met({ heard, exchanges }: Played, { logged }: Pick<Twivot, "logged">): Met {
  return {
    heard,
    statuses: exchanges.map(({ answer }) => ("status" in answer ? answer.status : 0)),
    longestMs: Math.max(...exchanges.map(({ waitedMs }) => waitedMs)),
    codes: logged
      .filter(({ level }) => level === "warn" || level === "error")
      .map(({ content }) => String((content as { code?: unknown }).code)),
  };
}

/** Kazoo is never kept waiting longer than the scaled deadline. */
export function expectInTime({ longestMs }: Met): void {
  expect(longestMs).toBeLessThan(deadlineMs + marginMs);
}

/** Kazoo does not wait at all, but for what a busy machine takes. */
export function expectAtOnce({ longestMs }: Met): void {
  expect(longestMs).toBeLessThan(3 * marginMs);
}
