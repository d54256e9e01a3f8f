import { describe, expect, it } from "vitest";
import { parseCallerScript } from "../../src/simulator/caller-script.ts";
import { reasonToSkip, sharedFiles, sharedText } from "../shared.ts";
import { judgeCall } from "./judge-call.ts";
import type { Answer } from "./random-call.ts";

/** Whoever has nothing more to do leaves after three minutes. */
const callers = [
  "",
  "at 1s press 1",
  "at 3s press 1234# every 300ms",
  "at 2s press #",
  "at 6s press 5",
  "at 2s press * every 300ms\nat 8s press 90# every 400ms",
  "at 12s press 25 every 1s",
  "at 900ms press 1\nat 5s press 2\nat 9s press 3\nat 13s press 0",
  "at 4s hang up",
  "at 2500ms press 7\nat 9s hang up",
].map((script) => `${script}\nat 180s hang up`);

const voicePath = "/ivr/start";

const otherwise: Answer = {
  status: 200,
  contentType: "text/xml",
  body: "<Response><Say>This is the next document.</Say></Response>",
};

describe.skipIf(reasonToSkip !== undefined)(`the corpus (${reasonToSkip ?? "at hand"})`, () => {
  const files = reasonToSkip === undefined ? sharedFiles("corpus") : [];

  it.each(files)("%s is played on Kazoo as on Twilio by ten callers, or a note tells", async (file) => {
    const body = sharedText(`corpus/${file}`);
    const answers = { [voicePath]: { status: 200, contentType: "text/xml", body } };
    for (const script of callers) {
      const call = {
        answers,
        otherwise,
        voicePath,
        fallbackPath: undefined,
        caller: parseCallerScript(script),
      };
      for (const version of ["4.3", "5.0"] as const) {
        const judgement = await judgeCall(call, version);
        expect({ script, version, judgement }).not.toHaveProperty("judgement.problems");
      }
    }
  });
});
