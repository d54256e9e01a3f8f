import { childElements, type Element, ownText } from "../../../../twiml/element.ts";
import { SimulatorError } from "../../../simulator-error.ts";

/** Somebody whom a Dial calls. */
export type Target = {
  /** As TwiML names them; undefined where a number is none (https://www.twilio.com/docs/api/errors/13224). */
  readonly name: string | undefined;
  /** Undefined where the Dial has a number for its text. */
  readonly noun?: Element;
};

/** Nouns of which the text is a name, and how it is told. The last three are Kazoo's own (kzt_twiml_dial). */
const prefixes: Readonly<Record<string, string>> = {
  Client: "client:",
  Sip: "",
  User: "user:",
  Device: "device:",
  Group: "group:",
};

const otherNouns = ["Application", "Callflow", "Queue", "Sim", "Voicemail", "WhatsApp"];

/** What a noun may not have, since nobody plays it: keys sent to the callee, listening for machines. */
const notSimulated = ["sendDigits", "machineDetection"];

/**
 * The parties that a Dial names: its nouns, else its text (https://www.twilio.com/docs/voice/twiml/dial).
 *
 * @throws {SimulatorError} a noun or an attribute of it that is not simulated.
 */
export function targetsOf(dial: Element): readonly Target[] {
  const nouns = childElements(dial).flatMap(targetOf);
  const text = ownText(dial).trim();
  return nouns.length === 0 && text !== "" ? [{ name: numberOf(text) }] : nouns;
}

function targetOf(noun: Element): readonly Target[] {
  const isOther = otherNouns.includes(noun.name);
  const attribute = notSimulated.find((name) => noun.attributes[name] !== undefined);
  if (isOther || attribute !== undefined) {
    const what = isOther ? `<${noun.name}>` : `${attribute} of <${noun.name}>`;
    throw new SimulatorError("not-simulated", `${what} in <Dial> is not simulated`);
  }
  const text = nameOf(noun);
  if (noun.name === "Number") return [{ name: numberOf(text), noun }];
  if (noun.name === "Sip") return [{ name: sipName(text), noun }];
  const prefix = prefixes[noun.name];
  // What is no noun of Dial is passed over (https://www.twilio.com/docs/api/errors/12200).
  return prefix === undefined ? [] : [{ name: `${prefix}${text}`, noun }];
}

/** A client may be named by a child (https://www.twilio.com/docs/voice/twiml/client#identity). */
function nameOf(noun: Element): string {
  const identity = childElements(noun).find(({ name }) => name === "Identity");
  return ownText(identity ?? noun).trim();
}

/** An address without what is behind it; `sip:` may be left out (https://www.twilio.com/docs/voice/twiml/sip). */
function sipName(text: string): string {
  const address = text.replace(/[;?].*$/s, "");
  return address === "" || /^sips?:/i.test(address) ? address : `sip:${address}`;
}

/** E.164; ten digits are a number of North America (https://www.twilio.com/docs/voice/twiml/number). */
export function numberOf(text: string): string | undefined {
  const digits = text.replace(/[\s().-]/g, "");
  if (/^\+(?:1[2-9]\d{9}|[2-9]\d{6,14})$/.test(digits)) return digits;
  if (/^1?[2-9]\d{9}$/.test(digits)) return `+1${digits.slice(-10)}`;
  return undefined;
}
