import type { Inner, Support } from "./define.ts";

/** Kazoo's tts takes text (cf_tts:handle/2): what a tag would do to the voice is told by one note. */
const plain = { element: "say-ssml" } as const satisfies Support;

/**
 * What may stand in a `<Say>`.
 *
 * @see https://www.twilio.com/docs/voice/twiml/say/text-speech#ssml
 */
export const ssml: readonly Inner[] = [
  { name: "break", support: { ...plain, attributes: { strength: "say-ssml", time: "say-ssml" } } },
  { name: "emphasis", support: { ...plain, attributes: { level: "say-ssml" } } },
  { name: "lang", support: { ...plain, attributes: { "xml:lang": "say-ssml" } } },
  { name: "p", support: plain },
  { name: "phoneme", support: { ...plain, attributes: { alphabet: "say-ssml", ph: "say-ssml" } } },
  {
    name: "prosody",
    support: { ...plain, attributes: { pitch: "say-ssml", rate: "say-ssml", volume: "say-ssml" } },
  },
  { name: "s", support: plain },
  { name: "say-as", support: { ...plain, attributes: { format: "say-ssml", "interpret-as": "say-ssml" } } },
  // The alias is what is spoken.
  { name: "sub", attributes: ["alias"], support: plain },
  { name: "w", support: { ...plain, attributes: { role: "say-ssml" } } },
];
