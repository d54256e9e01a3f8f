import { basicVoices, chirpMenNames, pollyByLanguage } from "../verbs/voices.ts";

/** The page docs/voices.md: which voice of Kazoo's speaks for each of Twilio's. Markdown. */
export function voicesPage(): string {
  const people = [...pollyByLanguage].map(
    ([language, { women, men }]) => `| ${language} | ${women} | ${men} |`,
  );
  const basics = Object.entries(basicVoices).map(([name, voice]) => `| \`${name}\` | ${voice} |`);
  return [
    "# Voices",
    "",
    "Printed from the code by `npm run docs`; edit src/verbs/voices.ts instead.",
    "",
    "A voice of Kazoo's is a gender and a language. Its default engine, flite, has two voices, which speak English",
    "whatever the language; other engines are configured in Kazoo. Without a `voice` it is `man`, without a `language`",
    "that of the person whose voice it is, else `en-US`. A voice that stands in no table is a woman's.",
    "",
    "## Choose your own",
    "",
    "In the YAML file each name that your documents use can have a voice, as the engine of your Kazoo names it. The name is",
    "looked up as written, then without `-Neural` or `-Generative`. A voice that is chosen leaves no note.",
    "",
    "```yaml",
    "voices:",
    "  Polly.Marlene: { voice: de-DE-Wavenet-A, engine: google, language: de-DE }",
    "  alice: { voice: female, engine: ispeech }",
    "```",
    "",
    "With an `engine` each part of a Gather's prompt is a node of its own, since Kazoo's audio_macro has no engine.",
    "",
    "## Basic voices",
    "",
    "| voice | Kazoo |",
    "|---|---|",
    ...basics,
    "",
    "## Amazon Polly",
    "",
    "`Polly.NAME`, with or without `-Neural` or `-Generative`; names are written without accents.",
    "",
    "| language | women | men |",
    "|---|---|---|",
    ...people,
    "",
    "## Google",
    "",
    "`Google.LANGUAGE-CLASS-NAME` speaks LANGUAGE. Letters B, D, I and J are men, in en-US A too; of the Chirp voices",
    `${chirpMenNames.join(", ")} are men, the others women.`,
    "",
  ].join("\n");
}
