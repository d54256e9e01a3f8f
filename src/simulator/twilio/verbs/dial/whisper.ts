import { type Element, ownText } from "../../../../twiml/element.ts";
import { resolveUrl } from "../../../../twiml/resolve-url.ts";
import { httpMethod, wholeNumber, yesOrNo } from "../../attributes.ts";
import type { Asked, Playback, TwilioCall, TwilioPage } from "../../call.ts";
import { nested, playbacksOf } from "../gather.ts";
import { type Child, identityOf } from "./child.ts";

/** Who is asked for keys presses them so long after the beginning of the prompt. */
const reactionMs = 1000;

/** No whisper of a sensible length asks for more. */
const mostDocuments = 100;

/**
 * Runs the document of a noun's `url` for the party that has answered, while the caller waits
 * (https://www.twilio.com/docs/voice/twiml/number#attributes-url).
 *
 * @param presses the keys that the party presses when a Gather asks for some.
 * @returns whether the party is put through, which it is unless a Hangup ends the document.
 */
export async function whisper(child: Child, presses: string | undefined, call: TwilioCall): Promise<boolean> {
  const url = child.noun?.attributes["url"]?.trim() ?? "";
  if (child.noun === undefined || url === "") return true;
  const parameters = { CallStatus: "in-progress" };
  let asked: Asked | undefined = {
    url: resolveUrl(call.documentUrl, url),
    method: httpMethod(child.noun, "method"),
    parameters,
  };
  for (let documents = 0; asked !== undefined && documents < mostDocuments; documents++) {
    const page = await call.askFor(asked, identityOf(child));
    // Without a document the party is gone.
    if (page === undefined || call.line.isEnded) return false;
    const end: Asked | "bridge" | "hang-up" = run(page, presses, call);
    if (typeof end === "string") return end === "bridge";
    asked = { ...end, parameters: { ...parameters, ...end.parameters } };
  }
  return false;
}

/** Say, Play, Pause, Gather, Redirect and Hangup; others are skipped (https://www.twilio.com/docs/api/errors/13201). */
function run(
  { url, verbs }: TwilioPage,
  presses: string | undefined,
  call: TwilioCall,
): Asked | "bridge" | "hang-up" {
  for (const verb of verbs) {
    if (call.line.isEnded || verb.name === "Hangup") return "hang-up";
    if (verb.name === "Redirect") return askAt(ownText(verb), verb, {}, url);
    if (verb.name !== "Gather") {
      for (const playback of playbacksOf(verb, { documentUrl: url })) wait(playback, call);
      continue;
    }
    const Digits = gather(verb, presses, url, call);
    if (Digits !== "" || yesOrNo(verb, "actionOnEmptyResult", false)) {
      const keys = { Digits, FinishedOnKey: "", msg: "Gather End" };
      return askAt(verb.attributes["action"] ?? "", verb, keys, url);
    }
  }
  return "bridge";
}

function askAt(to: string, verb: Element, parameters: Asked["parameters"], base: string): Asked {
  return { url: resolveUrl(base, to.trim()), method: httpMethod(verb, "method"), parameters };
}

/** A key stops the prompt; without one the timeout passes behind it. */
function gather(verb: Element, presses: string | undefined, url: string, call: TwilioCall): string {
  if (presses !== undefined) {
    call.wait(reactionMs);
    return presses.replace(/#.*$/s, "").slice(0, wholeNumber(verb, "numDigits", 1, presses.length));
  }
  for (const playback of nested(verb, { documentUrl: url })) wait(playback, call);
  call.wait(wholeNumber(verb, "timeout", 1, 5) * 1000);
  return "";
}

/** The caller hears nothing of it. */
function wait({ sound, rounds }: Playback, call: TwilioCall): void {
  call.wait(call.lengthOf(sound) * rounds);
}
