import { expect, test } from "vitest";
import { parseTwiml } from "../twiml/parse.ts";
import { junitXml } from "./junit.ts";
import { type Row, rowText, summaryMarkdown, summarySentence } from "./report.ts";
import type { Outcome } from "./verify-fixture.ts";

const exact: Outcome = {
  version: "4.3",
  verdict: "exact",
  explained: [],
  notes: [],
  problems: [],
  stale: [],
};
const told = {
  what: "finished-on-key",
  reference: "FinishedOnKey=#",
  kazoo: "FinishedOnKey=",
  atMs: 3820,
} as const;
const approximated: Outcome = {
  ...exact,
  verdict: "approximated",
  explained: [{ difference: told, code: "gather-finished-on-key" }],
};
const unexplained: Outcome = {
  ...exact,
  version: "5.0",
  verdict: "unexplained",
  explained: [{ difference: { what: "speech", reference: "A", atMs: 20 }, code: undefined }],
};
const stale: Outcome = {
  ...exact,
  verdict: "stale",
  stale: [{ file: "webhooks.txt", line: 7, recorded: "POST /a", now: undefined }],
};

function row(fixture: string, ...outcomes: readonly Outcome[]): Row {
  return { fixture, outcomes };
}

test("versions of which the same can be said share a line", () => {
  expect(rowText(row("say", exact, { ...exact, version: "5.0" }), false)).toBe(
    "exact         4.3, 5.0  say\n",
  );
});

test("a difference is told side by side, and one that a note explains only on demand", () => {
  expect(rowText(row("say", approximated, unexplained), false)).toBe(
    [
      "approximated  4.3       say  gather-finished-on-key",
      "unexplained   5.0       say",
      "    speech 0.020 s  Twilio: A",
      "                    Kazoo:  nothing",
      "",
    ].join("\n"),
  );
  expect(rowText(row("say", approximated), true)).toContain(
    [
      "    finished-on-key 3.820 s  Twilio: FinishedOnKey=#",
      "                             Kazoo:  FinishedOnKey=",
      "                             told by gather-finished-on-key",
    ].join("\n"),
  );
});

test("a stale record is told by file and line", () => {
  expect(rowText(row("say", stale), false)).toContain(
    "    webhooks.txt:7  recorded: POST /a\n                    now:      nothing\n",
  );
});

test("the summary counts calls by verdict", () => {
  const rows = [row("a", exact, { ...exact, version: "5.0" }), row("b", approximated, unexplained)];
  expect(summarySentence(rows)).toBe("2 fixtures, 4 calls: 2 exact, 1 approximated, 1 unexplained.");
  expect(summaryMarkdown(rows)).toContain(
    [
      "| Kazoo | exact | approximated | unexplained |",
      "|---|---:|---:|---:|",
      "| 4.3 | 1 | 1 | 0 |",
      "| 5.0 | 1 | 0 | 1 |",
    ].join("\n"),
  );
  expect(summaryMarkdown(rows)).toContain("| `gather-finished-on-key` | approximated | 1 |");
});

test("JUnit XML has a case for each call, a failure for each bad one and an error for what cannot be read", () => {
  const odd = { ...unexplained, problems: ['<Dial> & \u0000 "co".'] };
  const xml = junitXml(
    [row("say", exact, odd)],
    [{ fixture: "none", faults: ["call.txt: the file is missing"] }],
  );
  const document = xml
    .replace("<testsuites", "<Response><testsuites")
    .replace("</testsuites>", "</testsuites></Response>");
  expect(() => parseTwiml(document)).not.toThrow();
  expect(xml).toContain('<testsuite name="twivot verify" tests="3" failures="1" errors="1">');
  expect(xml).toContain('<testcase classname="say" name="Kazoo 4.3"/>');
  expect(xml).toContain("&lt;Dial&gt; &amp; \uFFFD &quot;co&quot;.");
  expect(xml).toContain('<error message="unreadable">call.txt: the file is missing</error>');
});
