import { DocumentError } from "../errors.ts";
import { childElements, type Element, ownText, textContent } from "../twiml/element.ts";
import { parseTwiml } from "../twiml/parse.ts";

/** So much of a prompt is enough to know it by. */
const LONGEST = 60;

/**
 * By what a caller knows that keys can be pressed: the beginning of the first prompt of a document's first Gather, else
 * of the last thing that is heard before it. Undefined where there is nothing to be heard.
 */
export function promptOf(document: string): string | undefined {
  let verbs: readonly Element[];
  try {
    verbs = childElements(parseTwiml(document));
  } catch (error) {
    if (error instanceof DocumentError) return undefined;
    throw error;
  }
  const index = verbs.findIndex(({ name }) => name === "Gather");
  const gather = verbs[index];
  const before = (index < 0 ? verbs : verbs.slice(0, index)).flatMap(audible).at(-1);
  return (gather && childElements(gather).flatMap(audible)[0]) ?? before;
}

function audible(element: Element): string[] {
  if (element.name !== "Say" && element.name !== "Play") return [];
  const found = element.name === "Say" ? wordsOf(textContent(element)) : fileOf(ownText(element));
  return found === "" ? [] : [found];
}

/** The same as `promptOf` for the callflow that an application answered by itself. */
export function promptOfFlow(flow: unknown): string | undefined {
  let heard: string | undefined;
  for (let node = flow; isObject(node) && node["module"] !== "collect_dtmf"; node = next(node)) {
    const data = isObject(node["data"]) ? node["data"] : {};
    if (node["module"] === "tts" && typeof data["text"] === "string") heard = wordsOf(data["text"]) || heard;
    if (node["module"] === "play" && typeof data["id"] === "string") heard = fileOf(data["id"]) || heard;
  }
  return heard;
}

function next({ children }: Readonly<Record<string, unknown>>): unknown {
  return isObject(children) ? children["_"] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whole words without what a platform may write differently. */
function wordsOf(text: string): string {
  const [plain = ""] = /^[^|\p{Cc}]*/u.exec(text.replace(/\s+/g, " ").trim()) ?? [];
  return plain.length <= LONGEST ? plain.trim() : plain.slice(0, LONGEST).replace(/\s+\S*$/, "");
}

/** A URL is relative in a document and absolute when it is heard; the end is the same. */
function fileOf(url: string): string {
  return url.split(/[?#]/)[0]?.split("/").at(-1) ?? "";
}
