/** Kazoo records in these (cf_record_caller, cf_record_call: `format`). */
export type AudioFormat = "mp3" | "wav";

/** As Twilio serves them: https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media. */
export const contentTypes: Readonly<Record<AudioFormat, string>> = {
  mp3: "audio/mpeg",
  wav: "audio/x-wav",
};

/** FreeSWITCH sends a type of its own table, or that of any bytes (mod_http_cache); kz_att_http goes by the file name. */
const taken = new Set([
  "audio/mpeg",
  "audio/mp3",
  "audio/x-wav",
  "audio/wav",
  "audio/wave",
  "application/octet-stream",
]);

/** Whether a body of this content type, or of none, may be a recording. What it is, its bytes tell. */
export function mayBeAudio(contentType: string | undefined): boolean {
  const [type = ""] = (contentType ?? "").split(";");
  return type.trim() === "" || taken.has(type.trim().toLowerCase());
}

/** How many bytes `audioFormat` needs. */
export const HEAD_BYTES = 12;

/** The format of a file that begins so; undefined where it is neither MP3 nor WAV. */
export function audioFormat(head: Buffer): AudioFormat | undefined {
  const text = head.toString("latin1");
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WAVE") return "wav";
  // Either a tag, or the 11 bits that begin a frame, of layer III.
  const isFrame = head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2;
  return text.startsWith("ID3") || isFrame ? "mp3" : undefined;
}
