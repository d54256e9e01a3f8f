import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { guideFolder, guidePages } from "../scripts/write-guides.ts";
import { readConfig } from "../src/config/read-config.ts";
import { fidelityPage } from "../src/fidelity/fidelity-page.ts";
import { verbExamples } from "../src/fidelity/verb-examples.ts";

const pages = guidePages();
/** The pages that guides lead to, by the path from a guide; as they are printed, which the files may not be yet. */
const printed = new Map([...pages, ["../fidelity.md", fidelityPage()]]);

test("docs/verbs has a file for each guide and no others: run npm run docs", () => {
  expect(readdirSync(guideFolder).toSorted()).toEqual([...pages.keys()].toSorted());
});

describe.each([...pages])("docs/verbs/%s", (name, page) => {
  test("is what the code prints: run npm run docs", () => {
    expect(readFileSync(new URL(name, guideFolder), "utf8")).toBe(page);
  });

  test("has no link that leads nowhere", () => {
    for (const [, target = ""] of page.matchAll(/\]\(([^)]+)\)/g)) {
      const [path = "", anchor] = target.split("#");
      const printedPage = path === "" ? page : printed.get(path);
      expect(printedPage !== undefined || existsSync(new URL(path, guideFolder)), target).toBe(true);
      if (anchor === undefined) continue;
      const headings = [...(printedPage ?? "").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
      expect(
        headings.map((heading) => heading.toLowerCase()),
        target,
      ).toContain(anchor);
    }
  });
});

/** What the configuration in a guide means to the reader of configurations. */
function platformOf(guide: string) {
  const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(guide) ?? [];
  const env = {
    TWIVOT_PUBLIC_URL: "http://twivot.example",
    TWIVOT_VOICE_URL: "https://app.example/voice",
    TWIVOT_CONFIG: "twivot.yaml",
  };
  const randomBytes = (size: number) => new Uint8Array(size);
  const reading = readConfig({ flags: {}, env, readFile: () => yaml, randomBytes });
  if ("faults" in reading) throw new Error(reading.faults.join("\n"));
  return reading.config.apps["default"]?.platform;
}

const configured = Object.entries(verbExamples).filter(([, { operator }]) => operator !== undefined);

test.each(configured)("the configuration in the guide of %s is that of its example", (name, { operator }) => {
  expect(platformOf(pages.get(`${name}.md`) ?? "")).toMatchObject({ ...operator });
});
