import { outlineFlow } from "../callflow/outline.ts";
import { renderTranscript } from "../simulator/transcript.ts";
import type { Setting, Step } from "./step.ts";

const width = 120;

/** Shorter silences are those in which an answer was awaited. */
const shortestSilenceMs = 50;
const timeColumn = " ".repeat("00:00.000  ".length);
const margin = timeColumn + " ".repeat("hears      ".length);

type Told<K extends Step["kind"]> = Extract<Step, { kind: K }>;

/**
 * Tells step by step in text for people. Beside the caller's transcript stands what Kazoo, twivot and the application say to each
 * other:
 *
 * ```
 * 00:09.170  pivot      POST /pivot/c/… g1=2
 *            webhook    POST /menu/choice, signed
 *                       Digits=2 msg=Gather End
 *                       the rest as before
 *            TwiML      <Response>
 *                         <Redirect method="POST">../orders</Redirect>
 *                       </Response>
 *            callflow   tts "…" → collect_dtmf up to 1000 keys, # ends → pivot
 * 00:09.172  hears      "Please enter the number of your order." (female, en-us)
 * ```
 */
export function createStory(): (step: Step) => string {
  let before: Readonly<Record<string, string>> = {};
  return (step) => {
    if (step.kind !== "webhook") return tell(step);
    const told = tellWebhook(step, before);
    before = step.parameters;
    return told;
  };
}

function tell(step: Exclude<Step, { kind: "webhook" }>): string {
  switch (step.kind) {
    case "setting":
      return tellSetting(step);
    case "pivot":
      return tellPivot(step);
    case "document":
      return step.status === 200
        ? row("TwiML", documentLines(step.body))
        : row("answer", [`${step.status} ${step.body}`]);
    case "note":
      return row("note", wrap(`${step.note.code} (${step.note.severity}): ${step.sentence}`.split(" "), " "));
    case "callflow":
      return row("callflow", wrap(outlineFlow(step.flow), " → "));
    case "refused":
      return row("refused", [step.why]);
    case "summary":
      return tellSummary(step);
    case "silence":
      return step.forMs < shortestSilenceMs ? "" : renderTranscript([step]);
    default:
      return renderTranscript([step]);
  }
}

function tellSetting({ kazoo, application, twivot, publicUrl, from, to }: Setting): string {
  return [
    `The application  ${application}/voice, Express, checks signatures (examples/store)`,
    `twivot           ${twivot}, for Kazoo ${publicUrl}`,
    `Kazoo ${kazoo}        pretended (src/simulator), on a virtual clock`,
    "",
    `${from} calls ${to} at ten in the morning.`,
    "",
    "",
  ].join("\n");
}

function tellPivot({ atMs, method, path, call }: Told<"pivot">): string {
  // A continuation carries the rest of a document in a sealed token, longer than anybody wants to see.
  const shortPath = path.replace(/(\/pivot\/c\/.{12}).+/, "$1…");
  const facts = {
    From: call.from,
    Request: call.request,
    ...Object.fromEntries(Object.entries(call.digits).map(([name, digits]) => [`Digits[${name}]`, digits])),
  };
  return `\n${row("pivot", [`${method} ${shortPath}`, ...wrap(pairs(facts), " ")], clock(atMs))}`;
}

/** Parameters that came with the webhook before are not told again. */
function tellWebhook(
  { method, url, isSigned, parameters }: Told<"webhook">,
  before: Readonly<Record<string, string>>,
): string {
  const { pathname, search } = new URL(url);
  const isNews = ([name, value]: [string, string]) => value !== (before[name] ?? "");
  const news = pairs(Object.fromEntries(Object.entries(parameters).filter(isNews)));
  const gone = Object.keys(before).filter((name) => before[name] && !parameters[name]);
  const rest = [
    ...(Object.keys(before).length === 0 ? [] : [news.length > 0 ? "the rest as before" : "as before"]),
    ...(gone.length > 0 ? [`without ${gone.join(" and ")}`] : []),
  ];
  const head = `${method} ${pathname}${search}, ${isSigned ? "signed" : "not signed"}`;
  return row("webhook", [head, ...wrap(news, " "), rest.join(", ")]);
}

function tellSummary({ atMs, kazoo, pivotRequests, webhooks, notes, bugs }: Told<"summary">): string {
  const end =
    bugs.length === 0
      ? `Kazoo ${kazoo} took every callflow.`
      : `twivot has ${counted(bugs.length, "bug")}: ${bugs.join("; ")}`;
  const length = `${Math.round(atMs / 1000)} s`;
  const requests = `${counted(pivotRequests, "Pivot request")}, ${counted(webhooks, "webhook")}`;
  return `\nA call of ${length}: ${requests}, ${counted(notes, "note")}; ${end}\n`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** As `renderTranscript` writes it, with its two blanks. */
function clock(atMs: number): string {
  return renderTranscript([{ atMs, kind: "answered" }]).slice(0, timeColumn.length);
}

function row(name: string, lines: readonly string[], time: string = timeColumn): string {
  const [first = "", ...others] = lines.filter((line) => line !== "");
  const label = time + name.padEnd(margin.length - timeColumn.length);
  return [label + first, ...others.map((line) => margin + line), ""].join("\n");
}

function pairs(values: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => (value ? [`${name}=${value}`] : []));
}

/** Words side by side, as many in a line as have room beside the margin. */
function wrap(words: readonly string[], between: string): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : last + between + word;
    if (last === undefined) lines.push(word);
    else if (margin.length + longer.length > width) lines.push(between.trimStart() + word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** A document with a line for each element that has others in it, and for each that has none. */
function documentLines(body: string): string[] {
  let depth = 0;
  return body.split(/(?<=>)\s*(?=<)/).flatMap((piece) => {
    if (piece.startsWith("<?")) return [];
    if (piece.startsWith("</")) depth--;
    const line = "  ".repeat(Math.max(0, depth)) + piece;
    if (/^<[^/!?][^>]*[^/]>$/.test(piece)) depth++;
    return [line];
  });
}
