import type { Reader } from "../../twiml/attributes.ts";

/** Frequencies in hertz, then the cadence in milliseconds: on, off, on, off. ITU-T E.180, supplement 2. */
type Tone = readonly [frequencies: string, ...cadence: number[]];

const oneInFive: Tone = ["425", 1000, 4000];

/** By the countries that `ringTone` takes: https://www.twilio.com/docs/voice/twiml/dial#ringtone. */
const tones: Readonly<Record<string, Tone>> = {
  at: ["420", 1000, 5000],
  au: ["400,425,450", 400, 200, 400, 2000],
  be: ["425", 1000, 3000],
  bg: oneInFive,
  br: oneInFive,
  ch: oneInFive,
  cl: ["400", 1000, 3000],
  cn: ["450", 1000, 4000],
  cz: oneInFive,
  de: oneInFive,
  dk: oneInFive,
  ee: oneInFive,
  es: ["425", 1500, 3000],
  fi: oneInFive,
  fr: ["440", 1500, 3500],
  gr: oneInFive,
  hu: ["425", 1250, 3750],
  il: ["400", 1000, 3000],
  in: ["400", 400, 200, 400, 2000],
  it: oneInFive,
  jp: ["400", 1000, 2000],
  lt: oneInFive,
  mx: oneInFive,
  my: ["425", 400, 200, 400, 2000],
  nl: oneInFive,
  no: oneInFive,
  nz: ["400,450", 400, 200, 400, 2000],
  ph: ["425,480", 1000, 4000],
  pl: oneInFive,
  pt: ["425", 1000, 5000],
  ru: ["425", 800, 3200],
  se: ["425", 1000, 5000],
  sg: ["425", 400, 200, 400, 2000],
  th: ["400", 1000, 4000],
  tw: ["440,480", 1000, 2000],
  uk: ["400,450", 400, 200, 400, 2000],
  us: ["440,480", 2000, 4000],
  "us-old": ["420", 2000, 4000],
  ve: oneInFive,
  za: ["400", 400, 200, 400, 2000],
};

/** The ringing of a country, as a stream that FreeSWITCH plays again and again (mod_tone_stream); undefined for others. */
export function ringTone(): Reader<string | undefined> {
  return {
    default: undefined,
    expected: "a country that Twilio has a ring tone of",
    twilioCode: 13220,
    read: (value) => {
      const country = value.trim().toLowerCase();
      const tone = Object.hasOwn(tones, country) ? tones[country] : undefined;
      return tone === undefined ? undefined : streamOf(tone);
    },
  };
}

function streamOf([frequencies, ...cadence]: Tone): string {
  const rounds = cadence.flatMap((on, index) =>
    index % 2 === 0 ? [`%(${on},${cadence[index + 1] ?? 0},${frequencies})`] : [],
  );
  return `tone_stream://${rounds.join(";")};loops=-1`;
}
