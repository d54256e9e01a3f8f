import { encodeForm, pivotUrl } from "../encode.ts";
import { SimulatorError } from "../simulator-error.ts";
import type { KazooCall, PivotQuestion } from "./call.ts";
import { type Data, textOf } from "./data.ts";
import { pivotParams } from "./pivot-params.ts";

/**
 * The request that a pivot node makes, or undefined where Kazoo's HTTP client refuses the URL, so that nothing
 * leaves (pivot_call:send_req/7, httpc of OTP 21 and later: invalid_uri).
 *
 * @throws {SimulatorError} parameters in Twilio's names, which are not simulated.
 */
export function pivotRequest(data: Data, call: KazooCall): PivotQuestion | undefined {
  if (textOf(data, "req_format") !== "kazoo") {
    throw new SimulatorError("not-simulated", 'a pivot node with req_format "twiml" is not simulated');
  }
  const params = pivotParams(call.facts, { language: call.language, digits: call.digits.parameter });
  const voiceUrl = textOf(data, "voice_url") ?? "";
  if (textOf(data, "method")?.toLowerCase() === "get") {
    return leaving("GET", pivotUrl(voiceUrl, encodeForm(params, call.version)), {}, "");
  }
  if (textOf(data, "req_body_format") === "json") {
    return leaving("POST", voiceUrl, { "content-type": "application/json" }, JSON.stringify(params));
  }
  const type = "application/x-www-form-urlencoded";
  return leaving("POST", voiceUrl, { "content-type": type }, encodeForm(params, call.version));
}

/** As it leaves: without fragment, with userinfo as Basic credentials (httpc). */
function leaving(
  method: "GET" | "POST",
  url: string,
  headers: Record<string, string>,
  body: string,
): PivotQuestion | undefined {
  const [, scheme, userinfo, rest] = /^([a-z]+:\/\/)(?:([^/?#@]*)@)?([^#]*)/i.exec(url) ?? [];
  // Brackets are fine around an IPv6 address, not in a query.
  if (rest === undefined || !/^(?:\[[0-9a-f:.]+\])?[!-Z\\^-~]*$/i.test(rest)) return undefined;
  const credentials = userinfo?.includes(":") ? userinfo : `${userinfo}:`;
  const authorization = userinfo === undefined ? {} : { authorization: `Basic ${btoa(credentials)}` };
  return { method, url: `${scheme}${rest}`, headers: { ...headers, ...authorization }, body };
}
