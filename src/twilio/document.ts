import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { IncomingResponse } from "../outside.ts";
import { AppError } from "./app-error.ts";

/** What the application answered: TwiML, text to be read aloud, or audio to be played. */
export type FetchedDocument = {
  /** Where it came from after HTTP redirects; relative URLs in it count from here. With userinfo, without fragment. */
  readonly url: string;
  readonly kind: "twiml" | "speech" | "audio";
  /** As received. */
  readonly contentType: string;
  /** Without its transfer coding. */
  readonly body: Uint8Array;
};

/**
 * Twilio's limit for a document.
 *
 * @see https://www.twilio.com/docs/api/errors/11750
 */
export const MAX_TEXT_BYTES = 64 * 1024;

/** How much audio an application may answer with; Twilio names no limit. */
export const MAX_AUDIO_BYTES = 10 * 1024 * 1024;

/** Whether a Content-Type is one of audio. */
export function isAudio(contentType: string | undefined): boolean {
  return contentType !== undefined && mediaType(contentType).startsWith("audio/");
}

/**
 * Reads an answer as a document.
 *
 * @see https://www.twilio.com/docs/voice/twiml#twilio-understands-mime-types
 * @throws {AppError} `app-status`, `app-content-type`, `app-encoding`, `app-too-large`, `app-empty`.
 */
export async function readDocument(url: string, response: IncomingResponse): Promise<FetchedDocument> {
  if (response.status < 200 || response.status > 299) {
    const problem = `answered with status ${response.status}: answer with 200 and TwiML, whatever the caller did.`;
    throw new AppError("app-status", 11200, url, problem);
  }
  const contentType = header(response, "content-type");
  if (contentType === undefined || contentType.trim() === "") {
    throw new AppError(
      "app-content-type",
      11200,
      url,
      "answered without a Content-Type: set it to text/xml.",
    );
  }
  const kind = kindOf(contentType);
  if (kind === undefined) {
    const problem = `answered with ${mediaType(contentType)}: set the Content-Type to text/xml.`;
    throw new AppError("app-content-type", 12300, url, problem);
  }
  const body = await decode(url, response, kind === "audio" ? MAX_AUDIO_BYTES : MAX_TEXT_BYTES);
  if (body.length === 0) {
    const problem = "answered with nothing: an empty document is written <Response/>.";
    throw new AppError("app-empty", 11770, url, problem);
  }
  const document = { url, kind, contentType, body } as const;
  if (kind !== "speech") return document;
  return { ...document, kind: looksLikeTwiml(documentText(document)) ? "twiml" : "speech" };
}

/** The text of a document: by its byte order mark, else its charset, else its XML declaration, else UTF-8. */
export function documentText(document: Pick<FetchedDocument, "contentType" | "body">): string {
  const { contentType, body } = document;
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1];
  const start = Buffer.from(body.subarray(0, 200)).toString("latin1");
  const declared = /^<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1];
  return decodeAs(markOf(body) ?? charset ?? declared ?? "utf-8", body);
}

function markOf([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return undefined;
}

/** A charset that does not exist counts as UTF-8. */
function decodeAs(charset: string, body: Uint8Array): string {
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

function looksLikeTwiml(text: string): boolean {
  return /^\s*(?:<\?xml\s|<!--|<Response[\s/>])/.test(text);
}

function kindOf(contentType: string): FetchedDocument["kind"] | undefined {
  if (isAudio(contentType)) return "audio";
  const type = mediaType(contentType);
  if (["text/xml", "application/xml", "text/html"].includes(type)) return "twiml";
  return type === "text/plain" ? "speech" : undefined;
}

function mediaType(contentType: string): string {
  return contentType.replace(/;.*/s, "").trim().toLowerCase();
}

async function decode(
  url: string,
  { headers, body }: IncomingResponse,
  maxBytes: number,
): Promise<Uint8Array> {
  const encoding = (header({ headers }, "content-encoding") ?? "identity").trim().toLowerCase();
  let decoded = body;
  if (encoding === "gzip" || encoding === "x-gzip") {
    decoded = await unzip(url, body, maxBytes);
  } else if (encoding !== "identity" && encoding !== "") {
    const problem = `answered with Content-Encoding ${encoding}, which was not asked for: send gzip or none.`;
    throw new AppError("app-encoding", 11200, url, problem);
  }
  if (decoded.length > maxBytes) throw tooLarge(url, maxBytes);
  return decoded;
}

async function unzip(url: string, body: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(body, { maxOutputLength: maxBytes });
  } catch (cause) {
    const isTooLarge = cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE";
    if (isTooLarge) throw tooLarge(url, maxBytes);
    const problem =
      "answered with a damaged gzip body: correct the compression in the application or its proxy.";
    throw new AppError("app-encoding", 11200, url, problem, cause);
  }
}

function tooLarge(url: string, maxBytes: number): AppError {
  return new AppError(
    "app-too-large",
    11750,
    url,
    `answered with more than ${maxBytes / 1024} kB: send less.`,
  );
}

/** The first value of a header. */
export function header({ headers }: Pick<IncomingResponse, "headers">, name: string): string | undefined {
  return headerValues({ headers }, name)[0];
}

/** All values of a header that may come several times. */
export function headerValues(
  { headers }: Pick<IncomingResponse, "headers">,
  name: string,
): readonly string[] {
  const value = headers[name];
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}
