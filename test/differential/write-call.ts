import type { KazooVersion } from "../../src/callflow/flow.ts";
import type { CallerStep } from "../../src/simulator/caller.ts";
import type { RandomCall } from "./random-call.ts";

/** A call as the files of a fixture, each below a line with its name. */
export function writeCall({
  call,
  version,
}: {
  readonly call: RandomCall;
  readonly version: KazooVersion;
}): string {
  const answers = Object.entries(call.answers).map(
    ([path, { status, contentType, body }]): [string, string] =>
      status === 200
        ? [`answers${path}${endings[contentType] ?? ".txt"}`, body]
        : [`answers${path}.status`, `${status}`],
  );
  const files = [["call.txt", writeHead(call, version)] as const, ...answers];
  return files.map(([name, text]) => `--- ${name}\n${text.trimEnd()}\n`).join("");
}

const endings: Readonly<Record<string, string>> = {
  "text/xml": ".xml",
  "text/plain": ".txt",
  "audio/mpeg": ".mp3",
  "application/json": ".json",
};

function writeHead({ voicePath, fallbackPath, caller }: RandomCall, version: KazooVersion): string {
  const fallback = fallbackPath === undefined ? [] : [`fallback: POST ${fallbackPath}`];
  return [`voice: POST ${voicePath}`, ...fallback, `kazoo: ${version}`, "", ...caller.map(writeStep)].join(
    "\n",
  );
}

/** A step in the language of caller scripts. */
function writeStep({ when, do: action }: CallerStep): string {
  const moment =
    "atMs" in when
      ? `at ${when.atMs}ms`
      : "afterMs" in when
        ? `after ${when.afterMs}ms`
        : `hears ${JSON.stringify(when.hears)}${when.plusMs === undefined ? "" : ` wait ${when.plusMs}ms`}`;
  const every = "everyMs" in action && action.everyMs !== undefined ? ` every ${action.everyMs}ms` : "";
  return `${moment} ${"press" in action ? `press ${action.press}${every}` : "hang up"}`;
}
