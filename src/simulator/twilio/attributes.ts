import type { Element } from "../../twiml/element.ts";

/*
 * A value that does not fit gives the default, with a warning in Twilio's debugger
 * (https://www.twilio.com/docs/api/errors, 13xxx). Words count in any case.
 */

/** A whole number of at least `least`. */
export function wholeNumber<D>(element: Element, name: string, least: number, otherwise: D): number | D {
  const written = element.attributes[name]?.trim() ?? "";
  if (!/^\+?\d+$/.test(written)) return otherwise;
  return Number(written) >= least ? Number(written) : otherwise;
}

/** `true` or `false`. */
export function yesOrNo(element: Element, name: string, otherwise: boolean): boolean {
  return word(element, name, ["true", "false"], String(otherwise)) === "true";
}

/** `GET` or `POST`, which is the default of all verbs. */
export function httpMethod(element: Element, name: string): "GET" | "POST" {
  return word(element, name, ["GET", "POST"], "POST") === "GET" ? "GET" : "POST";
}

/** One of some words. */
export function word(element: Element, name: string, words: readonly string[], otherwise: string): string {
  const written = element.attributes[name]?.trim().toLowerCase();
  return words.find((one) => one.toLowerCase() === written) ?? otherwise;
}

/** How often Say and Play repeat: 0 is until hang-up, or 1,000 rounds (https://www.twilio.com/docs/voice/twiml/say#loop). */
export function roundsOf(element: Element): number {
  return wholeNumber(element, "loop", 0, 1) || 1000;
}
