import { askedParameters } from "../fidelity/asked.ts";
import { type FixtureAnswer, resourceName } from "../fidelity/fixture-answers.ts";
import type { IncomingResponse, OutgoingRequest, Outside } from "../outside.ts";
import { headerValues } from "../twilio/document.ts";
import { splitUrl } from "../twiml/resolve-url.ts";
import { askedEvent } from "./asked-event.ts";

/** What an application was asked, and what it answered. */
export type Exchange = { readonly request: OutgoingRequest; readonly response: IncomingResponse };

/** Headers of a request that depend on what the application has answered before. */
export const rememberedHeaders = ["Cookie", "Authorization"] as const;

/** A fetch that keeps its exchanges. */
export function keepingExchanges(fetch: Outside["fetch"]): {
  readonly fetch: Outside["fetch"];
  readonly exchanges: readonly Exchange[];
} {
  const exchanges: Exchange[] = [];
  return {
    exchanges,
    fetch: async (request) => {
      const response = await fetch(request);
      exchanges.push({ request, response });
      return response;
    },
  };
}

/**
 * Requests for the same that differ between the platforms in what the comparison of transcripts leaves out: cookies,
 * credentials, and who calls whom. Sentences.
 */
export function identityProblems(twilio: readonly Exchange[], kazoo: readonly Exchange[]): string[] {
  const others = kazoo.filter(isAsked);
  return twilio.filter(isAsked).flatMap(({ request }, index) => {
    const other = others[index]?.request;
    if (other === undefined || placeOf(other) !== placeOf(request)) return [];
    const [atTwilio, onKazoo] = [identityOf(request), identityOf(other)];
    return [...new Set([...atTwilio.keys(), ...onKazoo.keys()])]
      .filter((name) => atTwilio.get(name) !== onKazoo.get(name))
      .map((name) => {
        const [a, b] = [atTwilio, onKazoo].map((identity) => identity.get(name) ?? "none");
        return `${name} of request ${index + 1}, ${placeOf(request)}: ${a} at Twilio, ${b} on Kazoo.`;
      });
  });
}

/** Callbacks come in no order: they are compared as events of the call. */
function isAsked({ request }: Exchange): boolean {
  return askedEvent(request, 0).kind === "asked";
}

/** Headers that are remembered, and the standard parameters but CallStatus. */
function identityOf(request: OutgoingRequest): ReadonlyMap<string, string> {
  const event = askedEvent(request, 0);
  const compared = askedParameters(event);
  const headers = rememberedHeaders.map((name) => [name, request.headers[name]] as const);
  const others = Object.entries(event.parameters).filter(([name]) => !compared.has(name));
  return new Map(
    [...headers, ...others].flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function placeOf({ method, url }: OutgoingRequest): string {
  return `${method} ${splitUrl(url).path || "/"}`;
}

/** Headers of an answer on which a call depends. */
const tellingHeaders = ["content-type", "location", "set-cookie", "www-authenticate"];

/** The answers of a call as a fixture has them. Of several headers of one name the first is kept. */
export function answersOf(exchanges: readonly Exchange[]): readonly FixtureAnswer[] {
  const answers: FixtureAnswer[] = [];
  const times = new Map<string, number>();
  const all = exchanges.map(({ request, response }) => ({
    method: request.method,
    url: ownUrl(request),
    response,
  }));
  for (const { method, url, response } of all) {
    const resource = resourceName(url);
    const isAskedByBoth = all.some((one) => one.method !== method && resourceName(one.url) === resource);
    const place = { resource, method: isAskedByBoth ? method : undefined };
    const key = JSON.stringify(place);
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    const answer = { ...place, time, ...contentOf(response) };
    const before = answers.findLast(
      (one) => JSON.stringify({ resource: one.resource, method: one.method }) === key,
    );
    if (before === undefined || !isSameContent(before, answer)) answers.push(answer);
  }
  return answers;
}

/** Path and query without Twilio's parameters, of which CallSid is the first. */
function ownUrl({ method, url }: OutgoingRequest): string {
  const { path, query = "" } = splitUrl(url);
  const own = method === "GET" ? query.replace(/(?:^|&)CallSid=CA.*/s, "") : query;
  return `${path || "/"}${own === "" ? "" : `?${own}`}`;
}

function contentOf(response: IncomingResponse): Pick<FixtureAnswer, "status" | "headers" | "body"> {
  const headers = Object.fromEntries(
    tellingHeaders.flatMap((name) =>
      headerValues(response, name)
        .slice(0, 1)
        .map((value) => [name, value]),
    ),
  );
  const type = headers["content-type"];
  const isAudio = /^audio\//i.test(type ?? "");
  const body = isAudio ? response.body : new TextDecoder().decode(response.body);
  // UTF-8 is what a file of a fixture is in anyway.
  if (type !== undefined) headers["content-type"] = type.replace(/;\s*charset="?utf-8"?$/i, "");
  return { status: response.status, headers, body };
}

function isSameContent(a: FixtureAnswer, b: FixtureAnswer): boolean {
  const content = ({ status, headers, body }: FixtureAnswer) => JSON.stringify([status, headers, [...body]]);
  return content(a) === content(b);
}
