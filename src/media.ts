import type { FetchedDocument } from "./twilio/document.ts";

/** Audio that an application answered with, for as long as Kazoo may fetch it. */
export type MediaShelf = {
  /** Keeps a piece of audio and gives the name under which it is had: `<id>.<extension>`. */
  readonly put: (audio: Pick<FetchedDocument, "contentType" | "body">) => string;
  readonly get: (name: string) => Pick<FetchedDocument, "contentType" | "body"> | undefined;
};

/** FreeSWITCH tells the type of a file by the extension of its URL (mod_http_cache.c, find_extension). */
const extensions: Readonly<Record<string, string>> = {
  "audio/mpeg": "mp3",
  "audio/mp3": "mp3",
  "audio/wav": "wav",
  "audio/wave": "wav",
  "audio/x-wav": "wav",
  "audio/aiff": "aiff",
  "audio/x-aiff": "aiff",
  "audio/x-aifc": "aifc",
  "audio/gsm": "gsm",
  "audio/x-gsm": "gsm",
  "audio/ulaw": "ul",
  "audio/basic": "au",
};

/** How many bytes of audio are kept; the oldest go first. */
const CAPACITY_BYTES = 64_000_000;

/** A shelf in memory. Names come from `randomBytes`, so that they cannot be guessed. */
export function createMediaShelf(randomBytes: (size: number) => Uint8Array): MediaShelf {
  const shelf = new Map<string, Pick<FetchedDocument, "contentType" | "body">>();
  let sizeBytes = 0;
  return {
    put: (audio) => {
      const [type = ""] = audio.contentType.toLowerCase().split(";");
      const name = `${Buffer.from(randomBytes(16)).toString("hex")}.${extensions[type.trim()] ?? "wav"}`;
      shelf.set(name, audio);
      sizeBytes += audio.body.length;
      for (const [oldest, { body }] of shelf) {
        if (sizeBytes <= CAPACITY_BYTES || oldest === name) break;
        shelf.delete(oldest);
        sizeBytes -= body.length;
      }
      return name;
    },
    get: (name) => shelf.get(name),
  };
}
