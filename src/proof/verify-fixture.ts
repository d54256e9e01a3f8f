import type { KazooVersion } from "../callflow/flow.ts";
import { compareTranscripts, type Explained, explain, type Verdict } from "../fidelity/align.ts";
import type { Fixture } from "../fidelity/fixture.ts";
import type { FixtureAnswer } from "../fidelity/fixture-answers.ts";
import type { Note } from "../fidelity/note.ts";
import { relevantNotes } from "../fidelity/relevant-notes.ts";
import { SimulatorError } from "../simulator/simulator-error.ts";
import { publicUrl } from "../twilio/app-error.ts";
import { type Application, FIXTURE_ORIGIN, fixtureApplication } from "./application.ts";
import { answersOf, identityProblems, keepingExchanges } from "./exchanges.ts";
import { inTwilioNames } from "./parties-on-kazoo.ts";
import { ANSWER_MS, type KazooPlay, playOnKazoo } from "./play-on-kazoo.ts";
import { playOnTwilio, type TwilioPlay } from "./play-on-twilio.ts";
import { flowsFile, recordFlows, recordTranscript, recordWebhooks } from "./record.ts";
import { PUBLIC_URL, setupOfFixture } from "./setup-of-fixture.ts";

/** How a fixture is verified. */
export type VerifyOptions = {
  /** Of those that the fixture is for. */
  readonly versions: readonly KazooVersion[];
  /** Without it the fixture's own answers. */
  readonly application?: Application;
  /** Signs the requests to it. */
  readonly authToken?: string;
  /** Takes what happens now as what was recorded. */
  readonly update?: boolean;
};

/** What came of a fixture on one version of Kazoo. */
export type Outcome = {
  readonly version: KazooVersion;
  /** `unexplained` also where there are problems; `stale` where the call is faithful and not as it was recorded. */
  readonly verdict: Verdict | "stale";
  readonly explained: readonly Explained[];
  readonly notes: readonly Note[];
  /** Why the call could not be played as it should. Sentences. */
  readonly problems: readonly string[];
  readonly stale: readonly Stale[];
};

/** A recorded file that does not say what happens now: the first line that differs. */
export type Stale = {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Undefined behind the end of the file, or where there is no file. */
  readonly recorded: string | undefined;
  readonly now: string | undefined;
};

/** What came of a fixture. */
export type Verification = {
  readonly outcomes: readonly Outcome[];
  /** What a record of the call holds now, by file name. */
  readonly record: ReadonlyMap<string, string>;
  /** What the application answered to Twilio. */
  readonly answers: readonly FixtureAnswer[];
};

/** Nothing depends on it as long as the application is a fixture's. */
const anyAuthToken = "the-auth-token-of-fixtures";

/**
 * Plays a fixture's call at Twilio and on each version of Kazoo, compares what the caller and the application live
 * through, and compares both with what was recorded.
 *
 * @throws {FixtureError} a call that cannot be set up.
 */
export async function verifyFixture(fixture: Fixture, options: VerifyOptions): Promise<Verification> {
  const { application = fixtureApplication(fixture.answers), authToken = anyAuthToken } = options;
  const versions = fixture.call.kazoo.filter((version) => options.versions.includes(version));
  const setup = setupOfFixture(fixture.call, application.origin, authToken);
  const record = new Map<string, string>();
  const keep = (file: string, text: string) =>
    record.set(file, text.replaceAll(application.origin, FIXTURE_ORIGIN));
  const side = open(application);
  const twilio = await orProblem(() => playOnTwilio(setup, side.fetch));
  const answers = answersOf(side.exchanges);
  if ("problem" in twilio) {
    return { outcomes: versions.map((version) => failed(version, twilio)), record, answers };
  }
  keep("transcript.txt", recordTranscript(twilio.events));
  keep("webhooks.txt", recordWebhooks(twilio.requests, application.origin));
  const outcomes: Outcome[] = [];
  for (const version of versions) {
    const other = open(application);
    const kazoo = await orProblem(() => playOnKazoo({ version, ...setup, application: other.fetch }));
    if ("problem" in kazoo) {
      outcomes.push(failed(version, kazoo));
      continue;
    }
    const events = inTwilioNames(kazoo.events, fixture.call);
    const judged = judge({ ...side, ...twilio }, { ...other, ...kazoo, events });
    keep(flowsFile(version), recordFlows({ ...judged, flows: kazoo.flows }));
    const files = options.update ? [] : ["transcript.txt", "webhooks.txt", flowsFile(version)];
    const stale = files.flatMap((file) => staleFile(file, fixture.recorded.get(file), record.get(file)));
    outcomes.push({ version, ...judged, stale, verdict: finalVerdict(judged, stale) });
  }
  return { outcomes, record, answers };
}

/** What one platform meets. */
type Side = ReturnType<typeof open>;

function open(application: Application) {
  const { fetch, missing } = application.open();
  return { ...keepingExchanges(fetch), missing };
}

type Problem = { readonly problem: string };

/** A verb that the simulators do not know, or a call without an end, is a fixture that proves nothing. */
async function orProblem<T extends object>(play: () => Promise<T>): Promise<T | Problem> {
  try {
    return await play();
  } catch (error) {
    if (error instanceof SimulatorError) return { problem: `The call cannot be played: ${error.message}.` };
    throw error;
  }
}

function failed(version: KazooVersion, { problem }: Problem): Outcome {
  const nothing = { explained: [], notes: [], stale: [] };
  return { version, verdict: "unexplained", problems: [problem], ...nothing };
}

type Judged = Pick<Outcome, "explained" | "notes" | "problems"> & { readonly verdict: Verdict };

function judge(twilio: TwilioPlay & Side, kazoo: KazooPlay & Side): Judged {
  // Kazoo has such audio from twivot, under a URL of twivot's.
  const isSameRecording = (reference: string, played: string) =>
    played.startsWith(`${PUBLIC_URL}/media/`) && twilio.audio.has(publicUrl(reference));
  const differences = compareTranscripts(twilio.events, kazoo.events, isSameRecording);
  const missing = new Set([...twilio.missing(), ...kazoo.missing()]);
  const problems = [
    ...[...missing].map((request) => `The fixture has no answer for ${request}: add one to answers/.`),
    ...identityProblems(twilio.exchanges, kazoo.exchanges),
    ...kazoo.faults.map(({ path, message }) => `Kazoo refuses the flow at ${path}: ${message}.`),
    ...kazoo.bugs.map((bug) => `twivot logged an error: ${bugText(bug)}`),
  ];
  return {
    ...explain(differences, relevantNotes(kazoo.notes, kazoo.events, ANSWER_MS)),
    notes: kazoo.notes,
    problems,
  };
}

function bugText(bug: unknown): string {
  const { err } = bug as { readonly err?: unknown };
  return err instanceof Error ? String(err.stack) : JSON.stringify(bug);
}

function finalVerdict({ verdict, problems }: Judged, stale: readonly Stale[]): Outcome["verdict"] {
  if (problems.length > 0) return "unexplained";
  return verdict !== "unexplained" && stale.length > 0 ? "stale" : verdict;
}

function staleFile(file: string, recorded: string | undefined, now: string | undefined): Stale[] {
  const before = recorded?.split(/\r?\n/) ?? [];
  const after = now?.split("\n") ?? [];
  const index = Array.from({ length: Math.max(before.length, after.length) }).findIndex(
    (_, at) => before[at] !== after[at],
  );
  return index < 0 ? [] : [{ file, line: index + 1, recorded: before[index], now: after[index] }];
}
