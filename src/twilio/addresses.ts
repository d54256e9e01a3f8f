import { isSupportedCountry, type PhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { Config } from "../config.ts";
import type { Call } from "../pivot/call.ts";

/**
 * Who calls, as the application sees it.
 *
 * @see https://www.twilio.com/docs/voice/twiml#request-parameters
 */
export type Addresses = {
  /** E.164, the raw caller id where it is no phone number, `sip:` or `client:`. */
  readonly from: string;
  readonly to: string;
  /** Who called: a phone of the public network, or a device of ours. */
  readonly leg: "pstn" | "sip" | "client";
};

type AddressConfig = Pick<Config, "defaultCountry" | "onNetCallers" | "anonymousCallers">;

/** `ANONYMOUS` on the keypad. Its country code is that of Lesotho. */
const ANONYMOUS_NUMBER = "+266696687";

/** Words that stand for a withheld number, or the same on a keypad, as some carriers send them. */
const withheld =
  /^(?:anonymous|restricted|blocked|unknown|unavailable|private|withheld|\+(?:266696687|7378742833|2562533|8656696|86282452253))?$/i;

/** From and To of a call as Twilio writes them. */
export function addresses(call: Call, config: AddressConfig): Addresses {
  const dialled =
    phoneNumber(call.request ?? call.to, config.defaultCountry) ?? call.request ?? call.to ?? "";
  const isOnNet = call.userIds.length > 0 || !(isWithheld(call) || isPhoneNumber(call.from, config));
  if (!isOnNet || config.onNetCallers === "number")
    return { from: callerNumber(call, config), to: dialled, leg: "pstn" };
  const user = call.from ?? call.callerIdNumber ?? "anonymous";
  if (config.onNetCallers === "client") return { from: `client:${user}`, to: dialled, leg: "client" };
  const to = sipAddress(call.to ?? dialled, call.toRealm ?? call.requestRealm);
  return { from: sipAddress(user, call.fromRealm ?? call.toRealm), to, leg: "sip" };
}

/** The number in E.164, where the text is one: with `+` or without, national or international. */
export function phoneNumber(text: string | undefined, defaultCountry: string): string | undefined {
  return parse(text, defaultCountry)?.number;
}

/** ISO 3166-1 alpha-2 of an E.164 number; empty where it is not known. */
export function countryOf(number: string): string {
  if (number === ANONYMOUS_NUMBER) return "LS";
  return number.startsWith("+") ? (parse(number, "US")?.country ?? "") : "";
}

/** Whether a caller id says that there is none. */
export function isWithheldWord(text: string): boolean {
  return withheld.test(text.trim());
}

function isWithheld({ from, callerIdNumber }: Call): boolean {
  return isWithheldWord(from ?? callerIdNumber ?? "") || isWithheldWord(callerIdNumber ?? from ?? "");
}

function isPhoneNumber(text: string | undefined, config: AddressConfig): boolean {
  return phoneNumber(text, config.defaultCountry) !== undefined;
}

function callerNumber(call: Call, config: AddressConfig): string {
  if (isWithheld(call)) return config.anonymousCallers === "number" ? ANONYMOUS_NUMBER : "anonymous";
  const raw = call.callerIdNumber ?? call.from ?? "";
  return phoneNumber(raw, config.defaultCountry) ?? phoneNumber(call.from, config.defaultCountry) ?? raw;
}

function sipAddress(user: string, realm: string | undefined): string {
  return realm === undefined ? `sip:${user}` : `sip:${user}@${realm}`;
}

/** The shortest text that is taken for a number: extensions are shorter. */
const MIN_DIGITS = 7;

/** A number is read in each request of its call, the called one in every call: the last ones are remembered. */
const remembered = new Map<string, PhoneNumber | undefined>();
const REMEMBERED_NUMBERS = 1000;

function parse(text: string | undefined, defaultCountry: string): PhoneNumber | undefined {
  const digits = text?.replace(/[\s().-]/g, "") ?? "";
  if (!/^\+?\d+$/.test(digits) || digits.length < MIN_DIGITS) return undefined;
  const key = `${defaultCountry} ${digits}`;
  if (remembered.has(key)) return remembered.get(key);
  const number = parseDigits(digits, defaultCountry);
  if (remembered.size === REMEMBERED_NUMBERS) remembered.clear();
  remembered.set(key, number);
  return number;
}

/** Kazoo gives caller ids with or without `+`, national or not, so both readings are tried. */
function parseDigits(digits: string, defaultCountry: string): PhoneNumber | undefined {
  const country = isSupportedCountry(defaultCountry) ? defaultCountry : "US";
  const readings = (digits.startsWith("+") ? [digits] : [digits, `+${digits}`])
    .map((reading) => parsePhoneNumberFromString(reading, country))
    .filter((number) => number?.isPossible());
  return readings.find((number) => number?.isValid()) ?? readings[0];
}
