import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** docs/faults.md names a test for every fault, and the test is there. */
const root = fileURLToPath(new URL("../../", import.meta.url));

const page = readFileSync(`${root}docs/faults.md`, "utf8");

/** The cells of every row of the tables but their heads. */
const rows = [...page.matchAll(/^\| (?!Fault|---)(.*) \|$/gm)].map(([, row = ""]) => row.split(" | "));

/** Sources of tests by their paths. */
const sources = new Map(
  globSync(["test/**/*.test.ts", "src/**/*.test.ts"], { cwd: root }).map((path) => [
    path,
    readFileSync(`${root}${path}`, "utf8"),
  ]),
);

test("the page has the faults", () => {
  expect(rows.length).toBeGreaterThan(40);
});

test.each(rows.map((cells) => [cells[0], cells] as const))(
  "%s: what is heard, what Kazoo gets, how soon, and which test shows it",
  (_fault, cells) => {
    expect(cells).toHaveLength(5);
    for (const cell of cells) expect(cell.trim()).not.toBe("");
    const shown = [...(cells[4] ?? "").matchAll(/`([^`]+\.test\.ts)`: "([^"]+)"/g)];
    expect(shown.length).toBeGreaterThan(0);
    for (const [, path = "", title = ""] of shown) {
      const source = sources.get(path) ?? "";
      // A title, or the name of a case that stands in one.
      expect(
        [...`"\``].some((quote) => source.includes(quote + title)),
        title,
      ).toBe(true);
    }
  },
);
