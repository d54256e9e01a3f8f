import fc from "fast-check";
import type { CallerStep } from "../../src/simulator/caller.ts";
import { escapeText, writeTwiml } from "./random-element.ts";
import { randomSurroundings, type Surroundings } from "./random-parties.ts";
import { cues, randomVerbs } from "./random-verbs.ts";

/** What the application answers at one path. */
export type Answer = { readonly status: number; readonly contentType: string; readonly body: string };

/** An application and a caller. */
export type RandomCall = {
  /** By path; the first is the voice URL's. */
  readonly answers: Readonly<Record<string, Answer>>;
  /** What is answered elsewhere, unless that is 404. */
  readonly otherwise?: Answer;
  readonly voicePath: string;
  readonly fallbackPath: string | undefined;
  readonly caller: readonly CallerStep[];
  /** Nobody else, and nothing set up, without it. */
  readonly surroundings?: Surroundings;
};

/** Documents stand in two folders, so that relative URLs matter. */
const paths = ["/ivr/start", "/ivr/menu", "/app/more", "/ivr/last", "/app/end"] as const;

const fallbackPath = "/app/fallback";

/** How `path` can be written in a document of either folder; a query changes nothing but the request. */
function spellings(path: string): readonly string[] {
  const [, folder = "", name = ""] = path.split("/");
  return [path, `../${folder}/${name}`, `http://app.test${path}`, `//app.test${path}`, `${path}?a=1&b=c%20d`];
}

/** An application of one to five documents, and a caller who presses keys, is silent or leaves. */
export const randomCall: fc.Arbitrary<RandomCall> = fc
  .record({ size: fc.integer({ min: 1, max: paths.length }), isPatient: fc.boolean() })
  .chain(({ size, isPatient }) =>
    fc.record({
      answers: randomAnswers(paths.slice(0, size), !isPatient),
      voicePath: fc.constant(paths[0]),
      fallbackPath: fc.option(fc.constant(fallbackPath), { nil: undefined }),
      caller: isPatient ? listeningCaller : timedCaller,
      surroundings: randomSurroundings,
    }),
  )
  .map(({ caller, ...application }) => ({ ...application, caller: caller(application.answers) }));

/** @param canCircle whether a document may lead back without a key, since the caller leaves in the end. */
function randomAnswers(used: readonly string[], canCircle: boolean): fc.Arbitrary<RandomCall["answers"]> {
  const anywhere = fc.constantFrom("", "?again=1", ...used.flatMap(spellings), "/missing");
  const each = used.map((path, index) => {
    const later = used.slice(index + 1).flatMap(spellings);
    const onwards = later.length === 0 ? undefined : fc.constantFrom(...later);
    const verbs = randomVerbs({ anywhere, onwards });
    return fc.tuple(fc.constant(path), randomAnswer(verbs, canCircle ? used[0] : undefined));
  });
  const last = fc.tuple(
    fc.constant(fallbackPath),
    randomAnswer(randomVerbs({ anywhere: fc.constant("/ivr/start"), onwards: undefined }), undefined),
  );
  return fc.tuple(...each, last).map((entries) => Object.fromEntries(entries));
}

function randomAnswer(
  verbs: ReturnType<typeof randomVerbs>,
  circle: string | undefined,
): fc.Arbitrary<Answer> {
  const xml = (body: string): Answer => ({ status: 200, contentType: "text/xml", body });
  // A circle takes time, so that it is run through a few times only.
  const back = `<Pause length="4"/><Redirect>${circle}</Redirect></Response>`;
  const document = fc.tuple(verbs, fc.boolean()).map(([all, isCircle]) => {
    const text = writeTwiml(all);
    return xml(isCircle && circle !== undefined ? text.replace("</Response>", back) : text);
  });
  const failing = fc.constantFrom<Answer>(
    { status: 500, contentType: "text/xml", body: "<Response><Say>ignored</Say></Response>" },
    xml("<Response><Say>unclosed</Response>"),
    xml("<response/>"),
    xml(""),
    { status: 200, contentType: "application/json", body: "{}" },
  );
  const other = fc.constantFrom<Answer>(
    { status: 200, contentType: "text/plain", body: "Spoken as it is" },
    { status: 200, contentType: "text/plain", body: "<Response><Say>TwiML all the same</Say></Response>" },
    { status: 200, contentType: "audio/mpeg", body: "ID3" },
  );
  return fc.oneof(
    { weight: 20, arbitrary: document },
    { weight: 1, arbitrary: failing },
    { weight: 1, arbitrary: other },
  );
}

const keys = fc
  .array(fc.constantFrom(..."1112233590*##"), { minLength: 1, maxLength: 4 })
  .map((list) => list.join(""));

/** Four keys, and a moment, in milliseconds. */
const LONGEST_PRESSING_MS = 4000;

const pressing = fc.record({ press: keys, everyMs: fc.constantFrom(300, 700) });
const speaking = fc.record({ speakMs: fc.constantFrom(1000, 2500, 4000) });
const leaving = fc.constant<CallerStep["do"]>({ hangUp: true });

/** What a caller does may depend on what the documents say. */
type CallerOf = (answers: RandomCall["answers"]) => readonly CallerStep[];

/** Presses at times, and hangs up within a minute. */
const timedCaller: fc.Arbitrary<CallerOf> = fc
  .record({
    presses: fc.array(
      fc.tuple(
        fc.integer({ min: 5, max: 250 }),
        fc.oneof({ weight: 4, arbitrary: pressing }, { weight: 1, arbitrary: speaking }),
      ),
      { maxLength: 3 },
    ),
    leavesAfter: fc.integer({ min: 1, max: 60 }),
  })
  .map(({ presses, leavesAfter }) => {
    const sorted = [...presses].sort(([a], [b]) => a - b);
    const steps = sorted.map(([tenths, press]): CallerStep => ({ when: { atMs: tenths * 100 }, do: press }));
    const busyUntilMs = Math.max(0, ...sorted.map(([tenths]) => tenths * 100 + LONGEST_PRESSING_MS));
    const last: CallerStep = {
      when: { atMs: Math.max(busyUntilMs, leavesAfter * 1000) },
      do: { hangUp: true },
    };
    return () => [...steps, last];
  });

/** Acts after having heard something, which may never come. */
const listeningCaller: fc.Arbitrary<CallerOf> = fc
  .array(
    fc.record({
      cue: fc.nat(cues.length - 1),
      plusMs: fc.constantFrom(400, 600, 1700, 3100, 6300),
      action: fc.oneof(
        { weight: 8, arbitrary: pressing },
        { weight: 3, arbitrary: speaking },
        { weight: 1, arbitrary: leaving },
      ),
    }),
    { maxLength: 5 },
  )
  .map((steps) => (answers) => {
    const spoken = cuesIn(answers);
    return steps.map(({ cue, plusMs, action }): CallerStep => {
      const hears = spoken[cue % spoken.length] ?? "anything";
      return { when: { hears, plusMs }, do: action };
    });
  });

/** What is heard besides speech: others who ring and answer, and the beep before a recording. */
const otherCues = [
  ["<Dial", ["ringing", "Hello?"]],
  ["<Record", ["%(500,0,440)"]],
] as const;

/** The cues that an application gives, in the order in which its documents hold them. */
function cuesIn(answers: RandomCall["answers"]): readonly string[] {
  const text = Object.values(answers)
    .map(({ body }) => body)
    .join("");
  return cues
    .map((cue) => ({ cue, at: text.indexOf(escapeText(cue)) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ cue }) => cue)
    .concat(otherCues.flatMap(([verb, words]) => (text.includes(verb) ? words : [])));
}
