/** A voice as Kazoo names it: a gender, and a language in lower case such as `en-us`. */
export type Voice = { readonly voice: "male" | "female"; readonly language: string };

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

const polly: ReadonlyMap<string, Voice> = new Map(
  Object.entries(pollyVoices).flatMap(([language, names]) => {
    const [women = "", men = ""] = names.split("|");
    const voices = (list: string, voice: Voice["voice"]) =>
      list.split(" ").flatMap((name) => (name === "" ? [] : [[name, { voice, language }] as const]));
    return [...voices(women, "female"), ...voices(men, "male")];
  }),
);

/** Voices that Kazoo has under another name. */
const basic: Readonly<Record<string, Voice["voice"]>> = {
  man: "male",
  male: "male",
  woman: "female",
  female: "female",
  alice: "female",
};

/**
 * Kazoo's voice for Twilio's `voice` and `language`. `isNamed` tells that a particular person's voice was
 * asked for, which Kazoo does not have.
 *
 * @see https://www.twilio.com/docs/voice/twiml/say/text-speech
 */
export function kazooVoice(
  voice: string | undefined,
  language: string | undefined,
): Voice & { readonly isNamed: boolean } {
  const own = namedVoice(voice ?? "man");
  return {
    voice: own?.voice ?? basicVoice(voice ?? "man") ?? "female",
    language: (language ?? own?.language ?? "en-US").toLowerCase(),
    isNamed: voice !== undefined && basicVoice(voice) === undefined,
  };
}

/** Own names only: a voice `constructor` is none. */
function basicVoice(voice: string): Voice["voice"] | undefined {
  return Object.hasOwn(basic, voice) ? basic[voice] : undefined;
}

function namedVoice(voice: string): Voice | undefined {
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
