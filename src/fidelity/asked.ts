import type { CallEvent } from "../simulator/transcript.ts";

type AskedEvent = Extract<CallEvent, { kind: "asked" | "told" }>;

/** The standard parameters of a call but CallStatus; https://www.twilio.com/docs/voice/twiml#request-parameters. */
const standard =
  /^(?:CallSid|AccountSid|From|To|ApiVersion|Direction|Caller|Called|ForwardedFrom|CallerName|ParentCallSid|CallToken|ApplicationSid|SipDomain|(?:From|To|Caller|Called)(?:City|State|Zip|Country))$/;

/** The URL without that part of the query which is compared as parameters. */
export function askedUrl({ method, url }: AskedEvent): string {
  return method === "GET" ? url.replace(/\?.*$/s, "") : url;
}

/**
 * What the application was told, without the standard parameters, which only one of two platforms may know. In a GET
 * the URL's own query stands beside the parameters; where both have a name, Twilio's comes last.
 */
export function askedParameters({ method, url, parameters }: AskedEvent): ReadonlyMap<string, string> {
  const query = method === "GET" ? /\?(.*)$/s.exec(url)?.[1] : undefined;
  const all = [...new URLSearchParams(query ?? ""), ...Object.entries(parameters)];
  return new Map(all.filter(([name]) => !standard.test(name)).map(([name, value]) => [name, shown(value)]));
}

/** Each platform has its own sids of a recording and of a conference, and its own host for recordings. */
function shown(value: string): string {
  return value
    .replace(
      /^https?:\/\/.*(\/2010-04-01\/Accounts\/AC)[0-9a-f]{32}(\/Recordings\/RE)[0-9a-f]{32}$/,
      "$1…$2…",
    )
    .replace(/^(RE|CF)[0-9a-f]{32}$/, "$1…");
}
