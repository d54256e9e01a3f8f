import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { kazooVoice } from "../verbs/voices.ts";
import { voicesPage } from "./voices-page.ts";

test("docs/voices.md is what is printed: run npm run docs", () => {
  expect(readFileSync(new URL("../../docs/voices.md", import.meta.url), "utf8")).toBe(voicesPage());
});

test("each person of the page speaks as the page says", () => {
  const rows = [...voicesPage().matchAll(/^\| ([a-z-]+) \| ([\w ]*) \| ([\w ]*) \|$/gm)].slice(1);
  expect(rows.length).toBeGreaterThan(35);
  for (const [, language, women = "", men = ""] of rows) {
    for (const [voice, names] of [
      ["female", women],
      ["male", men],
    ] as const) {
      for (const name of names.split(" ").filter((one) => one !== "")) {
        expect(kazooVoice(`Polly.${name}`, undefined)).toEqual({ voice, language, standing: "named" });
      }
    }
  }
});
