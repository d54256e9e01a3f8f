import { readFileSync } from "node:fs";
import type { documents } from "./documents.ts";
import { exchange, post } from "./load.ts";

const form = readFileSync(new URL("pivot-request.txt", import.meta.url), "utf8").trim();

/** The form that Kazoo posts for the call of a number; the caller's name says which document is wanted. */
export function pivotForm(document: keyof typeof documents, call = 1): string {
  return form
    .replace("Caller-ID-Name=menu", `Caller-ID-Name=${document}`)
    .replace("bench-1%40", `bench-${call}%40`);
}

/** A call that comes in, as it is on the wire. */
export function begin(document: keyof typeof documents, call = 1): Uint8Array {
  return post("/pivot", pivotForm(document, call));
}

/** The same call after a key was pressed: what comes to the URL that an answer to `begin` names. */
export function goOn(path: string, document: keyof typeof documents, call = 1): Uint8Array {
  return post(path, `${pivotForm(document, call)}&Digits[g1]=1`);
}

/** Begins a call, and gives the path at which it goes on. @throws {Error} where the answer has none. */
export async function beginAndWait(
  port: number,
  document: keyof typeof documents,
  call = 1,
): Promise<string> {
  return continuationOf(await exchange(port, begin(document, call)));
}

/** The path at which the call goes on that got this answer. @throws {Error} where the answer has none. */
export function continuationOf(answer: string): string {
  const path = /http:\/\/twivot\.test:8080(\/pivot\/c\/[^"?]+)/.exec(answer)?.[1];
  if (path === undefined) throw new Error(`no call goes on from ${answer.slice(0, 500)}`);
  return path;
}
