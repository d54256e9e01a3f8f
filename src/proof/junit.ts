import { isGood, outcomeDetails, type Row } from "./report.ts";

/** A fixture that cannot be read, and why. */
export type Unreadable = { readonly fixture: string; readonly faults: readonly string[] };

/**
 * The result in the XML that CI servers read: a test case for each call.
 *
 * @see https://github.com/testmoapp/junitxml
 */
export function junitXml(rows: readonly Row[], unreadable: readonly Unreadable[]): string {
  const cases = rows.flatMap(({ fixture, outcomes }) =>
    outcomes.map((outcome) => {
      const name = `classname="${escapeXml(fixture)}" name="Kazoo ${outcome.version}"`;
      if (isGood(outcome)) return `  <testcase ${name}/>`;
      const text = escapeXml(outcomeDetails(outcome, false).join("\n"));
      return `  <testcase ${name}><failure message="${outcome.verdict}">${text}</failure></testcase>`;
    }),
  );
  const errors = unreadable.map(({ fixture, faults }) => {
    const text = escapeXml(faults.join("\n"));
    return `  <testcase classname="${escapeXml(fixture)}" name="read"><error message="unreadable">${text}</error></testcase>`;
  });
  const failures = rows.flatMap((row) => row.outcomes).filter((outcome) => !isGood(outcome)).length;
  const counts = `tests="${cases.length + errors.length}" failures="${failures}" errors="${errors.length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `<testsuite name="twivot verify" ${counts}>`,
    ...cases,
    ...errors,
    "</testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Characters that XML 1.0 cannot hold become U+FFFD (https://www.w3.org/TR/xml/#charsets). */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, "\uFFFD")
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
