import type { KazooVersion } from "../callflow/flow.ts";
import type { Callees } from "../simulator/callee.ts";
import type { CallerStep } from "../simulator/caller.ts";
import { parseCallerScript } from "../simulator/caller-script.ts";
import type { Endpoints } from "../verbs/platform.ts";
import { FixtureError } from "./fixture-error.ts";
import { isPartyLine, noParties, readPartyLine, writePartyLines } from "./fixture-parties.ts";

/** How and where on its host the application is asked: path and query as written, beginning with a slash. */
export type Endpoint = { readonly method: "GET" | "POST"; readonly path: string };

/** What `call.txt` of a fixture says. */
export type FixtureCall = {
  /** What stands after `#` before the first step, a line each. */
  readonly remarks: readonly string[];
  readonly voice: Endpoint;
  readonly fallback: Endpoint | undefined;
  /** The status callback. */
  readonly status: Endpoint | undefined;
  /** The versions that the fixture is for. */
  readonly kazoo: readonly KazooVersion[];
  /** Who calls, and who is called: a number in E.164, or a name. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** The extension by which callers come back from an answered call; without it they do not. */
  readonly returnExtension: string | undefined;
  /** Whether numbers are called by carriers of the account. */
  readonly localResources: boolean;
  /** Whether Kazoo's webhooks lead to twivot. */
  readonly webhooks: boolean;
  /** Whom a Dial reaches, as TwiML names them, or `user:ID` and the like. */
  readonly callees: Callees;
  /** What Twilio's names are on Kazoo. */
  readonly endpoints: Omit<Endpoints, "default">;
  readonly caller: readonly CallerStep[];
};

/** A call to `POST /voice` in which the caller does nothing. */
export const plainCall: FixtureCall = {
  remarks: [],
  voice: { method: "POST", path: "/voice" },
  fallback: undefined,
  status: undefined,
  kazoo: ["4.3", "5.0"],
  from: undefined,
  to: undefined,
  returnExtension: undefined,
  localResources: false,
  webhooks: false,
  ...noParties,
  caller: [],
};

type Header = Exclude<keyof FixtureCall, "remarks" | "caller" | keyof typeof noParties>;

const headers: Readonly<Record<Header, { readonly read: (value: string) => unknown; readonly is: string }>> =
  {
    voice: { read: readEndpoint, is: "POST /voice or GET /voice" },
    fallback: { read: readEndpoint, is: "POST /fallback or GET /fallback" },
    status: { read: readEndpoint, is: "POST /status or GET /status" },
    kazoo: { read: readVersions, is: "4.3, 5.0 or one of them" },
    from: { read: (value) => value || undefined, is: "a number or a name" },
    to: { read: (value) => value || undefined, is: "a number or a name" },
    returnExtension: { read: (value) => value || undefined, is: "an extension" },
    localResources: { read: readTrue, is: "true, or left out" },
    webhooks: { read: readYes, is: "yes, or left out" },
  };

/**
 * Reads `call.txt`: remarks and headers, then a caller script.
 *
 * ```
 * # A caller asks for the opening hours.
 * voice: POST /voice
 * from: +15005550006
 *
 * hears "for our opening hours" press 1
 * ```
 * @throws {FixtureError} a header or a step that is none.
 */
export function readFixtureCall(text: string): FixtureCall {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const firstStep = lines.findIndex((line) => /^(at|after|hears)\b(?!:)/.test(line));
  const head = firstStep < 0 ? lines : lines.slice(0, firstStep);
  const read: Record<string, unknown> = { ...plainCall, remarks: head.flatMap(remark) };
  const faults: string[] = [];
  for (const [index, line] of head.entries()) {
    if (line === "" || line.startsWith("#")) continue;
    if (isPartyLine(line)) {
      const fault = readPartyLine(line, read);
      if (fault !== undefined) faults.push(`line ${index + 1}: ${fault}`);
      continue;
    }
    const [, name = "", value = ""] = /^([a-zA-Z]+):\s*(.*)$/.exec(line) ?? [];
    const header = Object.hasOwn(headers, name) ? headers[name as Header] : undefined;
    const content = header?.read(value);
    if (header === undefined) faults.push(`line ${index + 1}: ${line} is no header and no step`);
    else if (content === undefined) faults.push(`line ${index + 1}: ${name} is ${header.is}, not: ${value}`);
    else read[name] = content;
  }
  // Empty lines in place of the head, so that a fault names the line of the file.
  const script = lines.map((line, index) => (index < head.length ? "" : line)).join("\n");
  try {
    read["caller"] = parseCallerScript(script);
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  }
  if (faults.length > 0) throw new FixtureError(faults.map((fault) => `call.txt: ${fault}`));
  return read as FixtureCall;
}

/** The text of `call.txt`. */
export function writeFixtureCall(call: FixtureCall): string {
  const head = Object.keys(headers).flatMap((name) => {
    const value = call[name as Header];
    const yes = name === "webhooks" ? "yes" : "true";
    return value === undefined || value === false
      ? []
      : [`${name}: ${value === true ? yes : writeHeader(value)}`];
  });
  const remarks = call.remarks.map((line) => `# ${line}`.trimEnd());
  return `${[...remarks, ...head, ...writePartyLines(call), "", ...call.caller.map(writeStep)].join("\n").trimEnd()}\n`;
}

function remark(line: string): string[] {
  return line.startsWith("#") ? [line.slice(1).trim()] : [];
}

function readEndpoint(value: string): Endpoint | undefined {
  const [, method, path] = /^(?:(GET|POST)\s+)?(\/\S*)$/.exec(value) ?? [];
  return path === undefined ? undefined : { method: method === "GET" ? "GET" : "POST", path };
}

function readTrue(value: string): boolean | undefined {
  return value === "true" || undefined;
}

function readYes(value: string): boolean | undefined {
  return value === "yes" || undefined;
}

function readVersions(value: string): readonly KazooVersion[] | undefined {
  const versions = value.split(",").map((version) => version.trim());
  const isKnown = (version: string): version is KazooVersion => version === "4.3" || version === "5.0";
  return versions.every(isKnown) ? versions : undefined;
}

function writeHeader(value: string | Endpoint | readonly KazooVersion[]): string {
  if (typeof value === "string") return value;
  return "path" in value ? `${value.method} ${value.path}` : value.join(", ");
}

function writeStep({ when, do: action }: CallerStep): string {
  return `${writeTrigger(when)} ${writeAction(action)}`;
}

function writeTrigger(when: CallerStep["when"]): string {
  if ("atMs" in when) return `at ${writeTime(when.atMs)}`;
  if ("afterMs" in when) return `after ${writeTime(when.afterMs)}`;
  const wait = when.plusMs === undefined ? "" : ` wait ${writeTime(when.plusMs)}`;
  return `hears ${JSON.stringify(when.hears)}${wait}`;
}

function writeAction(action: CallerStep["do"]): string {
  if ("hangUp" in action) return "hang up";
  if ("speakMs" in action) return `speak for ${writeTime(action.speakMs)}`;
  return `press ${action.press}${action.everyMs === undefined ? "" : ` every ${writeTime(action.everyMs)}`}`;
}

function writeTime(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
