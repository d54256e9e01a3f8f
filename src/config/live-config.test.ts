import { expect, test } from "vitest";
import { keepingLog, type LogLine } from "../../test/support/twivot.ts";
import type { Config } from "../config.ts";
import { liveConfig } from "./live-config.ts";
import { readConfig } from "./read-config.ts";

const base = `publicUrl: http://twivot.example
secret: 0123456789abcdef0123456789abcdef
pivotKey: the key
apps:
  default: { voiceUrl: "http://a.example", authToken: t }
  support: { voiceUrl: "http://s.example", authToken: t }
`;

/** A live configuration of a file, which `write` changes; `lines` are what it logs. */
function live(file: string) {
  let text = file;
  let rounds = 0;
  const read = () => {
    rounds++;
    return readConfig({
      flags: { config: "twivot.yaml" },
      env: {},
      readFile: () => text,
      randomBytes: (size) => new Uint8Array(size).fill(rounds),
    });
  };
  const first = read();
  if ("faults" in first) throw new Error(first.faults.join("\n"));
  const lines: LogLine[] = [];
  const hidden: Config[] = [];
  const { current, reload } = liveConfig(first, read, {
    log: keepingLog(lines),
    hideSecretsOf: (config) => hidden.push(config),
  });
  return {
    current,
    hidden,
    lines,
    write: (next: string) => {
      text = next;
      reload();
    },
  };
}

test("what was written takes its place, and the log names what changed, without values", () => {
  const { current, lines, write } = live(base);
  write(`${base.replace("s.example", "other.example").replace("the key", "new key")}deadlineMs: 1000\n`);
  expect([current().deadlineMs, current().apps["support"]?.voiceUrl]).toEqual([1000, "http://other.example"]);
  expect(lines).toEqual([
    {
      level: "info",
      content: { changed: ["pivotKey", "deadlineMs", "apps.support"] },
      message: "configuration reloaded",
    },
  ]);
});

test("the secrets of a configuration are hidden that takes its place, not of one with faults", () => {
  const { current, hidden, write } = live(base);
  write(`${base}deadlineMs: 1\n`);
  expect(hidden).toEqual([]);
  write(base.replace("the key", "new key"));
  expect(hidden).toEqual([current()]);
});

test("applications come and go", () => {
  const { current, lines, write } = live(base);
  write(base.replace("support", "sales"));
  expect(Object.keys(current().apps)).toEqual(["default", "sales"]);
  expect(lines[0]?.content).toEqual({ changed: ["apps.support", "apps.sales"] });
});

test("with faults the last good one stays, and all faults are in the log", () => {
  const { current, lines, write } = live(base);
  const before = current();
  write(`${base}deadlineMs: 1\nport: x\n`);
  expect(current()).toBe(before);
  expect(lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
    expect.stringMatching(/^error twivot\.yaml:7:13: deadlineMs="1"/),
    expect.stringMatching(/^error twivot\.yaml:8:7: port="x"/),
    "error Not reloaded: what was read before stays.",
  ]);
});

test("after a fault a good file is taken", () => {
  const { current, write } = live(base);
  write("apps: [");
  write(`${base}deadlineMs: 1000\n`);
  expect(current().deadlineMs).toBe(1000);
});

test("what cannot change while it runs stays, and the log says so each time", () => {
  const { current, lines, write } = live(base);
  const next = `${base.replace("0123456789abcdef\n", "0123456789abcdee\n")}port: 1\nrecordings: { directory: other, keepDays: 1 }\n`;
  write(next);
  expect([current().port, current().recordings.store, current().recordings.keepDays]).toEqual([
    8080,
    { kind: "directory", directory: "recordings" },
    1,
  ]);
  const restart = { code: "configuration", restart: ["port", "secrets", "recordings.store"] };
  expect(lines.map(({ content }) => content)).toEqual([restart, { changed: ["recordings.keepDays"] }]);
  write(next);
  expect(lines.slice(2).map(({ content }) => content)).toEqual([restart, { changed: [] }]);
});

test("a random secret stays the same", () => {
  const { current, lines, write } = live(base.replace(/secret:.*\n/, ""));
  const { secrets } = current();
  write(base.replace(/secret:.*\n/, ""));
  expect(current().secrets).toBe(secrets);
  expect(lines.map(({ message }) => message)).toEqual([
    expect.stringContaining("TWIVOT_SECRET is not set"),
    "configuration reloaded",
  ]);
});
