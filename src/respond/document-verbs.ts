import { documentText, type FetchedDocument } from "../twilio/document.ts";
import { childElements, type Element, element, text } from "../twiml/element.ts";
import { parseTwiml } from "../twiml/parse.ts";

/**
 * The verbs of an answer. Plain text is spoken and audio is played, each once, as Twilio does with them.
 *
 * @param keepAudio gives the URL at which Kazoo can fetch audio that was the answer itself.
 * @see https://www.twilio.com/docs/voice/twiml#twilio-understands-mime-types
 * @throws {TwimlError} TwiML that is not well-formed, or has another root than `<Response>`.
 */
export function documentVerbs(
  document: FetchedDocument,
  keepAudio: (audio: FetchedDocument) => string,
): readonly Element[] {
  switch (document.kind) {
    case "twiml":
      return childElements(parseTwiml(documentText(document)));
    case "speech":
      return [element("Say", {}, text(documentText(document)))];
    case "audio":
      return [element("Play", {}, text(keepAudio(document)))];
  }
}
