import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { Flow } from "../../src/callflow/flow.ts";

export type PivotAnswer = {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** The body as JSON. */
  readonly json: unknown;
};

type Ask = {
  /** A path, or a URL of twivot's as it stands in a flow. */
  readonly at?: string;
  /** Parameters beside or instead of those of a usual call; undefined takes one away. */
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the parameters as a form; a GET has them in its query. */
  readonly body?: string;
};

const usualCall = {
  "Account-ID": "0123456789abcdef0123456789abcdef",
  "Call-ID": "call-1@10.0.0.1",
  "Caller-ID-Number": "+15005550006",
  From: "+15005550006",
  "From-Realm": "10.0.0.9",
  To: "15005550010",
  "To-Realm": "acme.example.com",
  Request: "+15005550010",
};

/** One request of Kazoo's to a twivot, on a connection of its own. */
export async function askPivot(
  { url, publicUrl }: { readonly url: string; readonly publicUrl: string },
  { at = "/pivot", parameters = {}, method = "POST", headers = {}, body }: Ask = {},
): Promise<PivotAnswer> {
  const given = Object.entries({ ...usualCall, ...parameters }).filter(([, value]) => value !== undefined);
  const form = new URLSearchParams(given as [string, string][]).toString();
  const sent = method === "GET" ? "" : (body ?? form);
  const path = at.replace(publicUrl, "") + (method === "GET" ? `?${form}` : "");
  const outgoing = httpRequest(url + path, {
    method,
    agent: false,
    headers: {
      // As Kazoo does (httpc); without an agent Node would ask to close.
      connection: "keep-alive",
      "content-type": "application/x-www-form-urlencoded",
      "content-length": Buffer.byteLength(sent),
      ...headers,
    },
  });
  // A twivot that has heard enough closes before all is sent.
  outgoing.on("error", () => {});
  outgoing.end(sent);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  const answered = await text(response);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: answered,
    get json() {
      return JSON.parse(answered);
    },
  };
}

/** Where the flow of an answer comes back to twivot. @throws {Error} when it does not. */
export function wayBack({ json }: PivotAnswer): string {
  for (let node = json as Flow | undefined; node !== undefined; node = node.children?.["_"]) {
    if (node.module === "pivot") return node.data.voice_url;
  }
  throw new Error("the flow does not come back");
}

/** The modules of the flow of an answer, from top to bottom, up to a pivot node. */
export function modulesOf({ json }: PivotAnswer): string[] {
  const modules: string[] = [];
  for (let node = json as Flow | undefined; node !== undefined; node = node.children?.["_"]) {
    modules.push(node.module);
    if (node.module === "pivot") break;
  }
  return modules;
}
