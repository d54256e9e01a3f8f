import type { KazooVersion } from "../../src/callflow/flow.ts";
import type { Callee } from "../../src/simulator/callee.ts";
import { parseCallerScript } from "../../src/simulator/caller-script.ts";
import { SimulatorError } from "../../src/simulator/simulator-error.ts";
import { targetsOf } from "../../src/simulator/twilio/verbs/dial/targets.ts";
import { childElements } from "../../src/twiml/element.ts";
import { parseTwiml } from "../../src/twiml/parse.ts";
import { sharedText } from "../shared.ts";
import { judgeCall } from "./judge-call.ts";
import type { Answer, RandomCall } from "./random-call.ts";
import { nobody, type Surroundings } from "./random-parties.ts";

/** Whoever has nothing more to do leaves after three minutes. */
const leaving = "at 180s hang up";

/** Callers of a document that takes no keys. */
const listeners = ["", "at 4s hang up", 'hears "Hello?" wait 2s hang up'];

/** Callers of one that records, whose action often is the document itself. */
const speakers = [
  "at 30s hang up",
  "at 9s speak for 4s\nafter 1s press #\nat 30s hang up",
  "at 3s speak for 2s\nafter 1s hang up",
];

/** Callers of one that takes keys. */
const typists = [
  "",
  "at 1s press 1",
  "at 3s press 1234# every 300ms",
  "at 6s press 5",
  "at 2s press * every 300ms\nat 8s press 90# every 400ms",
  "at 900ms press 1\nat 5s press 2\nat 9s press 3\nat 13s press 0",
  "at 2500ms press 7\nat 9s hang up",
];

/** What the parties of a document do, for one caller after the other. */
const callees: readonly Callee[] = [
  { kind: "answers", afterMs: 3000, hangsUpAfterMs: 20_000 },
  { kind: "rings" },
  { kind: "fails", sip: 486, afterMs: 500 },
];

const otherwise: Answer = {
  status: 200,
  contentType: "text/xml",
  body: "<Response><Say>This is the next document.</Say></Response>",
};

const voicePath = "/ivr/start";

/** What came of a document: what is wrong with which call, or why it cannot be played. */
export type CorpusJudgement = {
  readonly calls: number;
  readonly problems: readonly unknown[];
  /** A sentence. */
  readonly unplayed?: string;
};

/** Plays a document of the corpus with several callers, whose other parties act in several ways. */
export async function judgeDocument(file: string, version: KazooVersion): Promise<CorpusJudgement> {
  const body = sharedText(`corpus/${file}`);
  const answers = { [voicePath]: { status: 200, contentType: "text/xml", body } };
  const problems: unknown[] = [];
  let calls = 0;
  try {
    for (const [index, script] of callersOf(body).entries()) {
      const caller = parseCallerScript(`${script}\n${leaving}`);
      const surroundings = surroundingsOf(body, index);
      const call: RandomCall = {
        answers,
        otherwise,
        voicePath,
        fallbackPath: undefined,
        caller,
        surroundings,
      };
      const judgement = await judgeCall(call, version);
      calls += 1;
      if (judgement.kind === "wrong") problems.push({ script, problems: judgement.problems });
    }
  } catch (error) {
    if (!(error instanceof SimulatorError)) throw error;
    return { calls, problems, unplayed: error.message };
  }
  return { calls, problems };
}

function callersOf(body: string): readonly string[] {
  if (/<(?:Gather|Enqueue)\b/.test(body)) return typists;
  // On Kazoo it fails at once, and many lead back to their own document.
  if (body.includes("<Pay")) return ["at 20s hang up"];
  return body.includes("<Record") ? speakers : listeners;
}

/** Everybody whom a document names is there; clients and addresses are phones of the account. */
function surroundingsOf(body: string, index: number): Surroundings {
  const names = childElements(parseTwiml(body))
    .filter(({ name }) => name === "Dial")
    .flatMap(targetsOf)
    .flatMap(({ name = "" }) => (name === "" ? [] : [name]));
  const callee = callees[index % callees.length] ?? { kind: "rings" };
  const phone = (name: string) => ({ kind: "user", id: idOf(names.indexOf(name)) }) as const;
  const mapped = (prefix: RegExp) =>
    Object.fromEntries(
      names.filter((name) => prefix.test(name)).map((name) => [name.replace(prefix, ""), phone(name)]),
    );
  return {
    ...nobody,
    callees: Object.fromEntries(names.map((name) => [name, callee])),
    endpoints: { ...nobody.endpoints, clients: mapped(/^client:/), sip: mapped(/^sips?:/) },
    webhooks: true,
    returnExtension: index % 2 === 0 ? "9001" : undefined,
  };
}

function idOf(index: number): string {
  return (index + 1).toString(16).padStart(32, "0");
}
