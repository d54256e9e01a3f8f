import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Puts what `twivot verify` finds in the fixtures between the markers of the README. */
const readme = new URL("../README.md", import.meta.url);
const main = new URL("../src/main.ts", import.meta.url);
const cwd = new URL("..", import.meta.url);
const summary = execFileSync(process.execPath, [fileURLToPath(main), "verify", "--summary"], {
  cwd,
  encoding: "utf8",
});
const text = readFileSync(readme, "utf8");
writeFileSync(
  readme,
  text.replace(/(<!-- fixtures -->\n).*?(?=<!-- \/fixtures -->)/s, (_whole, marker) => marker + summary),
);
