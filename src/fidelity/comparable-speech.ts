/** Words behind which a voice rests. */
const restMarks = /[.!?…,;:|。！？、，；：]+(?=\s|$)/gu;

/**
 * A text as it can be compared when another platform speaks it in other pieces: without blanks, and without marks at
 * the end of a word. A bar is a comma (cf_tts cannot speak it).
 */
export function comparableSpeech(text: string): string {
  return text
    .replace(restMarks, "")
    .replaceAll("|", ",")
    .replace(/[\s\p{Cc}]+/gu, "");
}

/** What the basic voices of Twilio are on Kazoo (https://www.twilio.com/docs/voice/twiml/say#voice). */
const genders: Readonly<Record<string, string>> = { man: "male", woman: "female", alice: "female" };

/** A voice as a gender, or as the person whose voice it is, and its language in lower case as Kazoo writes it. */
export function comparableVoice(spoken: { readonly voice: string; readonly language: string }): {
  readonly voice: string;
  readonly language: string;
} {
  return { voice: genders[spoken.voice] ?? spoken.voice, language: spoken.language.toLowerCase() };
}
