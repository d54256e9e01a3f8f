import type { RecordedAsk } from "./fidelity/record-call.ts";
import type { IncomingResponse } from "./outside.ts";
import { AppError } from "./twilio/app-error.ts";
import { documentText, header, readDocument } from "./twilio/document.ts";

/** Nobody hears the audio of a simulated call: its beginning stands for it. */
const AUDIO_BYTES = 16 * 1024;

type Kept = Pick<RecordedAsk, "status" | "headers" | "body">;

/**
 * What is kept of an application's answer: its document as UTF-8, and of all else the status and what it redirects to.
 * An exchange that failed counts as 502, which Twilio treats alike. Undefined for a question for credentials, since the
 * answer to these comes next.
 */
export async function keptAnswer(
  url: string,
  response: IncomingResponse | undefined,
): Promise<Kept | undefined> {
  if (response === undefined) return { status: 502, headers: {}, body: "" };
  const { status } = response;
  if (status === 401 && header(response, "www-authenticate") !== undefined) return undefined;
  const location = header(response, "location");
  if (status >= 300) return { status, headers: location === undefined ? {} : { location }, body: "" };
  const contentType = plainType(header(response, "content-type") ?? "");
  try {
    const document = await readDocument(url, response);
    const body =
      document.kind === "audio"
        ? document.body.subarray(0, AUDIO_BYTES)
        : withoutEncoding(documentText(document));
    return { status: 200, headers: { "content-type": contentType }, body };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { status, headers: contentType === "" ? {} : { "content-type": contentType }, body: "" };
  }
}

/** The types that a fixture has extensions for. */
function plainType(contentType: string): string {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "application/xml") return "text/xml";
  return type.startsWith("audio/") && type !== "audio/mpeg" ? "audio/wav" : type;
}

/** A declared encoding would be wrong: the text is written as UTF-8. */
function withoutEncoding(text: string): string {
  return text.replace(/^(<\?xml\s[^>]*?)\s+encoding\s*=\s*["'][^"']*["']/, "$1");
}
