import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Golden data that lies beside the project on its developers' machines: vectors made by Kazoo's own code,
 * Kazoo's schemas, a corpus of documents. A checkout alone does not have it; tests that need it then skip
 * with `reasonToSkip`.
 */
const root = new URL("../../shared/", import.meta.url);

/** Why tests on golden data are skipped; undefined where the data is there. */
export const reasonToSkip: string | undefined = existsSync(root)
  ? undefined
  : "the golden data (../shared) is not on this machine";

/** The text of a file below the golden data, by its path there. */
export function sharedText(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

/** A JSON file below the golden data. The caller says what is in it. */
export function sharedJson<T>(path: string): T {
  return JSON.parse(sharedText(path)) as T;
}

/** The names of the files in a folder of the golden data, sorted. */
export function sharedFiles(folder: string): string[] {
  return readdirSync(fileURLToPath(new URL(`${folder}/`, root))).sort();
}
