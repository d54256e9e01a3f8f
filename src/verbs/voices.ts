import type { VoiceChoice } from "./platform.ts";

/** A voice as Kazoo names it, and a language such as `en-us`; the engine that has it where the operator says one. */
export type Voice = {
  /** `male` or `female`, unless an operator has configured another name. */
  readonly voice: string;
  readonly language: string;
  readonly engine?: NonNullable<VoiceChoice["engine"]>;
};

type Gender = "male" | "female";

/** What a voice of Amazon's or Google's is. */
type Person = { readonly voice: Gender; readonly language: string };

/**
 * Amazon Polly's voices by language, women before the bar.
 *
 * @see https://docs.aws.amazon.com/polly/latest/dg/available-voices.html
 */
const pollyVoices: Readonly<Record<string, string>> = {
  arb: "Zeina |",
  "ar-ae": "Hala | Zayd",
  "ca-es": "Arlet |",
  "cmn-cn": "Zhiyu |",
  "cs-cz": "Jitka |",
  "cy-gb": "Gwyneth |",
  "da-dk": "Naja Sofie | Mads",
  "de-at": "Hannah |",
  "de-ch": "Sabrina |",
  "de-de": "Marlene Vicki | Daniel Hans",
  "en-au": "Nicole Olivia | Russell",
  "en-gb": "Amy Emma | Arthur Brian",
  "en-gb-wls": "| Geraint",
  "en-ie": "Niamh |",
  "en-in": "Aditi Kajal Raveena |",
  "en-nz": "Aria |",
  "en-sg": "Jasmine |",
  "en-us":
    "Danielle Ivy Joanna Kendra Kimberly Ruth Salli | Gregory Joey Justin Kevin Matthew Patrick Stephen",
  "en-za": "Ayanda |",
  "es-es": "Alba Conchita Lucia | Enrique Raul Sergio",
  "es-mx": "Mia | Andres",
  "es-us": "Lupe Penelope | Miguel Pedro",
  "fi-fi": "Suvi |",
  "fr-be": "Isabelle |",
  "fr-ca": "Chantal Gabrielle | Liam",
  "fr-fr": "Celine Lea | Mathieu Remi",
  "is-is": "Dora | Karl",
  "it-it": "Bianca Carla | Adriano Giorgio",
  "ja-jp": "Kazuha Mizuki Tomoko | Takumi",
  "ko-kr": "Jihye Seoyeon |",
  "nb-no": "Ida Liv |",
  "nl-be": "Lisa |",
  "nl-nl": "Laura Lotte | Ruben",
  "pl-pl": "Ewa Maja Ola | Jacek Jan",
  "pt-br": "Camila Vitoria | Ricardo Thiago",
  "pt-pt": "Ines | Cristiano",
  "ro-ro": "Carmen |",
  "ru-ru": "Tatyana | Maxim",
  "sv-se": "Astrid Elin |",
  "tr-tr": "Burcu Filiz |",
  "yue-cn": "Hiujin |",
};

/**
 * Google's Chirp voices that are men; the others are women.
 *
 * @see https://cloud.google.com/text-to-speech/docs/chirp3-hd
 */
const chirpMen = new Set(
  (
    "Achird Algenib Algieba Alnilam Charon Enceladus Fenrir Iapetus Orus Puck Rasalgethi Sadachbia " +
    "Sadaltager Schedar Umbriel Zubenelgenubi"
  ).split(" "),
);

/** Letters of Google's Standard, Wavenet and Neural2 voices that are men in most languages. */
const menLetters = new Set(["B", "D", "I", "J"]);

/** Voices of Amazon Polly by their language, in lower case, as far as the table knows them. */
export const pollyByLanguage: ReadonlyMap<string, { readonly women: string; readonly men: string }> = new Map(
  Object.entries(pollyVoices).map(([language, names]) => {
    const [women = "", men = ""] = names.split("|").map((list) => list.trim());
    return [language, { women, men }];
  }),
);

const polly: ReadonlyMap<string, Person> = new Map(
  [...pollyByLanguage].flatMap(([language, { women, men }]) => {
    const voices = (list: string, voice: Gender) =>
      list.split(" ").map((name) => [name, { voice, language }] as const);
    return [...voices(women, "female"), ...voices(men, "male")].filter(([name]) => name !== "");
  }),
);

/** Google's Chirp voices that are men. */
export const chirpMenNames: readonly string[] = [...chirpMen];

/** Voices that Kazoo has under another name. */
export const basicVoices: Readonly<Record<string, Gender>> = {
  man: "male",
  male: "male",
  woman: "female",
  female: "female",
  alice: "female",
};

/**
 * Kazoo's voice for Twilio's `voice` and `language`: the one that is configured under Twilio's name, with or without
 * its class such as `-Neural`, else a gender and a language by the table of voices.
 *
 * @param configured by Twilio's voice names.
 * @returns with `standing`: `configured`; `basic` where Kazoo has it under another name; `named` where a particular
 * person's voice was asked for, which Kazoo does not have.
 * @see https://www.twilio.com/docs/voice/twiml/say/text-speech
 */
export function kazooVoice(
  voice: string | undefined,
  language: string | undefined,
  configured: Readonly<Record<string, VoiceChoice>> = {},
): Voice & { readonly standing: "configured" | "basic" | "named" } {
  const name = voice ?? "man";
  const own = namedVoice(name);
  const spoken = (language ?? own?.language ?? "en-US").toLowerCase();
  const choice = choiceOf(name, configured);
  if (choice !== undefined) return { language: spoken, ...choice, standing: "configured" };
  const gender = basicVoice(name);
  return {
    voice: own?.voice ?? gender ?? "female",
    language: spoken,
    standing: voice !== undefined && gender === undefined ? "named" : "basic",
  };
}

function choiceOf(name: string, configured: Readonly<Record<string, VoiceChoice>>): VoiceChoice | undefined {
  const person = name.replace(/-(?:Neural|Generative)$/, "");
  return [name, person].filter((key) => Object.hasOwn(configured, key)).map((key) => configured[key])[0];
}

/** Own names only: a voice `constructor` is none. */
function basicVoice(voice: string): Gender | undefined {
  return Object.hasOwn(basicVoices, voice) ? basicVoices[voice] : undefined;
}

function namedVoice(voice: string): Person | undefined {
  const [family, name = ""] = voice.split(/\.(.*)/s);
  if (family === "Polly") return polly.get(name.split("-")[0] ?? "");
  if (family !== "Google") return undefined;
  const parts = /^([a-z]{2,3}-[A-Z]{2})-(?:.*-)?([A-Za-z]+)$/.exec(name);
  if (parts === null) return undefined;
  const [, language = "", last = ""] = parts;
  const isMan = last.length === 1 ? isMansLetter(language, last) : chirpMen.has(last);
  return { voice: isMan ? "male" : "female", language: language.toLowerCase() };
}

/** @see https://cloud.google.com/text-to-speech/docs/list-voices-and-types */
function isMansLetter(language: string, letter: string): boolean {
  return menLetters.has(letter) || (language === "en-US" && letter === "A");
}
