import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** docs/errors.md tells every code that the sources have, and no other. */
const root = fileURLToPath(new URL("../", import.meta.url));

/** The sources as one text, without tests and without the simulators, whose errors are for our own tests. */
const sources = globSync("src/**/*.ts", { cwd: root, exclude: ["src/simulator/**", "src/**/*.test.ts"] })
  .map((file) => readFileSync(`${root}${file}`, "utf8"))
  .join("\n");

/** The rows of the tables, by the code in their first column. */
const rows = new Map(
  [...readFileSync(`${root}docs/errors.md`, "utf8").matchAll(/^\| `([a-z-]+)` \|(.*)$/gm)].map(
    ([, code = "", rest = ""]) => [code, rest.split("|").map((cell) => cell.trim())] as const,
  ),
);

/** Where a code stands in the sources: first in a constructor or in a function that calls one, in a list of findings. */
const places: readonly RegExp[] = [
  /new (?:Twivot|PivotRequest|Document|App|Twiml)Error\(\s*"([a-z-]+)"/g,
  /\bsuper\(\s*"([a-z-]+)"/g,
  /\b(?:forbidden|tooMany)\(\s*"([a-z-]+)"/g,
  /^\s*(?:\S+: \[)?"(app-[a-z-]+)",\s*\d{5},/gm,
  /"(twiml-[a-z-]+)"/g,
  /\bcode: "([a-z-]+)"/g,
];

const codes = new Set(places.flatMap((place) => [...sources.matchAll(place)].map(([, code = ""]) => code)));

test("the scan finds codes of every kind", () => {
  for (const code of [
    "pivot-key",
    "token-expired",
    "pivot-too-deep",
    "app-dns",
    "app-status",
    "twiml-malformed",
  ]) {
    expect(codes).toContain(code);
  }
});

test("every code of the sources is told, and no other", () => {
  expect([...rows.keys()].toSorted()).toEqual([...codes].toSorted());
});

test("every row tells a meaning and what to do", () => {
  for (const [code, cells] of rows) {
    expect(
      cells.slice(0, 3).every((cell) => cell !== ""),
      code,
    ).toBe(true);
  }
});

test("every number of Twilio's that goes with a code is told with it, and no other", () => {
  const numbers = new Map<string, Set<string>>();
  for (const [, code = "", number = ""] of sources.matchAll(/"([a-z-]+)",\s*(\d{5}),/g)) {
    numbers.set(code, (numbers.get(code) ?? new Set()).add(number));
  }
  for (const [code, expected] of numbers) {
    const told = rows.get(code)?.[0]?.match(/\d{5}/g) ?? [];
    expect([code, [...told].toSorted()]).toEqual([code, [...expected].toSorted()]);
  }
});
