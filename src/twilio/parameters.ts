import type { App, Config } from "../config.ts";
import type { Call } from "../pivot/call.ts";
import { type Addresses, addresses, countryOf, isWithheldWord, phoneNumber } from "./addresses.ts";
import { accountSid, callSid } from "./sids.ts";

/**
 * The parameters that every request about a call carries, decoded. None is empty but the geography, which
 * Kazoo does not know, and a To that Kazoo does not tell.
 *
 * @see https://www.twilio.com/docs/voice/twiml#request-parameters
 */
export function standardParameters(
  call: Call,
  app: App,
  config: Pick<Config, "defaultCountry" | "onNetCallers" | "anonymousCallers">,
  state: { readonly answered: boolean },
): Record<string, string> {
  const parties = addresses(call, config);
  const { from, to } = parties;
  return {
    CallSid: callSid(call.accountId, call.callId),
    AccountSid: accountSid(call.accountId, app.accountSid),
    From: from,
    To: to,
    Caller: from,
    Called: to,
    CallStatus: state.answered ? "in-progress" : "ringing",
    ApiVersion: "2010-04-01",
    Direction: "inbound",
    ...geography(parties),
    ...optional("CallerName", callerName(call, from, config.defaultCountry)),
    ...optional("ForwardedFrom", forwardedFrom(call, config.defaultCountry)),
    ...sipHeaders(call),
    ...sipLeg(call, parties),
  };
}

function optional(name: string, value: string | undefined): Record<string, string> {
  return value === undefined || value === "" ? {} : { [name]: value };
}

/** Twilio sends what it does not know as empty values, for callers of the public network only. */
function geography({ leg, from, to }: Addresses): Record<string, string> {
  if (leg !== "pstn") return {};
  const [here, there] = [countryOf(from), countryOf(to)];
  return {
    ...place("From", here),
    ...place("To", there),
    ...place("Caller", here),
    ...place("Called", there),
  };
}

function place(party: string, country: string): Record<string, string> {
  return { [`${party}City`]: "", [`${party}State`]: "", [`${party}Zip`]: "", [`${party}Country`]: country };
}

/** Caller-ID-Name, where it is more than the number again or Kazoo's `unknown`. */
function callerName(
  { callerIdName, callerIdNumber }: Call,
  from: string,
  defaultCountry: string,
): string | undefined {
  const name = callerIdName?.trim() ?? "";
  const isNumber =
    name === callerIdNumber || name === from || phoneNumber(name, defaultCountry) !== undefined;
  return isNumber || isWithheldWord(name) ? undefined : name;
}

/**
 * Who forwarded the call here: the first of Diversion, or the last but one of History-Info.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5806 and https://www.rfc-editor.org/rfc/rfc7044
 */
function forwardedFrom({ customSipHeaders }: Call, defaultCountry: string): string | undefined {
  const user =
    sipUsers(customSipHeaders, "diversion").at(0) ?? sipUsers(customSipHeaders, "history-info").at(-2);
  return phoneNumber(user, defaultCountry) ?? user;
}

function sipUsers(headers: Readonly<Record<string, string>>, name: string): readonly string[] {
  const value = Object.entries(headers).find(([key]) => key.toLowerCase().replace(/^x-/, "") === name)?.[1];
  return [...(value ?? "").matchAll(/(?:sips?|tel):([^@;>,\s]+)/gi)].map(([, user = ""]) => user);
}

/** https://www.twilio.com/docs/voice/api/sending-sip: headers of the INVITE that begin with X-. */
function sipHeaders({ customSipHeaders }: Call): Record<string, string> {
  return Object.fromEntries(
    Object.entries(customSipHeaders)
      .filter(([name, value]) => /^(?:x-|user-to-user$)/i.test(name) && value !== "")
      .map(([name, value]) => [`SipHeader_${name}`, value]),
  );
}

function sipLeg({ callId, toRealm }: Call, { leg }: Addresses): Record<string, string> {
  return leg === "sip" ? { SipCallId: callId, ...optional("SipDomain", toRealm) } : {};
}
