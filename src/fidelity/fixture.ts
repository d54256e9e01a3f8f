import { asText, type FixtureAnswer, readAnswer, writeAnswer } from "./fixture-answers.ts";
import { type FixtureCall, plainCall, readFixtureCall, writeFixtureCall } from "./fixture-call.ts";
import { FixtureError } from "./fixture-error.ts";

/** A call that can be played again: what the caller does, and what the application answers. */
export type Fixture = {
  readonly call: FixtureCall;
  readonly answers: readonly FixtureAnswer[];
  /** Every other file, by path: transcripts, flows and requests that were recorded. */
  readonly recorded: ReadonlyMap<string, string>;
};

/**
 * Reads a fixture.
 *
 * ```
 * call.txt                     headers, then a caller script
 * answers/voice.xml            /voice, GET or POST
 * answers/menu@attempt=2.xml   /menu?attempt=2
 * answers/menu.POST.2.xml      POST /menu, from the second time on
 * answers/pay.status           a status code
 * answers/pay.http             a status code, headers, an empty line, a body
 * flows.4.3.json …             what was recorded
 * ```
 * @param files content by path below the directory of the fixture, with `/` on every system
 * @throws {FixtureError} with all faults.
 */
export function readFixture(files: ReadonlyMap<string, string | Uint8Array>): Fixture {
  const faults: string[] = [];
  const answers: FixtureAnswer[] = [];
  const recorded = new Map<string, string>();
  for (const [path, content] of files) {
    if (path.startsWith("answers/")) {
      const answer = readAnswer(path.slice("answers/".length), content);
      if (typeof answer === "string") faults.push(`${path}: ${answer}`);
      else answers.push(answer);
    } else if (path !== "call.txt") recorded.set(path, asText(content));
  }
  const call = readCall(files.get("call.txt"), faults);
  if (faults.length > 0) throw new FixtureError(faults);
  return { call, answers, recorded };
}

function readCall(content: string | Uint8Array | undefined, faults: string[]): FixtureCall {
  if (content === undefined) {
    faults.push("call.txt: the file is missing");
    return plainCall;
  }
  try {
    return readFixtureCall(asText(content));
  } catch (error) {
    if (!(error instanceof FixtureError)) throw error;
    faults.push(...error.faults);
    return plainCall;
  }
}

/** The files of a fixture, by path below its directory: bytes where an answer is audio, text otherwise. */
export function writeFixture(fixture: Fixture): Map<string, string | Uint8Array> {
  const answers = fixture.answers.map(writeAnswer);
  return new Map<string, string | Uint8Array>([
    ["call.txt", writeFixtureCall(fixture.call)],
    ...answers.map(([name, content]): [string, string | Uint8Array] => [`answers/${name}`, content]),
    ...fixture.recorded,
  ]);
}
