import { answering, type FixtureAnswer } from "../fidelity/fixture-answers.ts";
import type { Outside } from "../outside.ts";
import { joinUrl, splitUrl } from "../twiml/resolve-url.ts";

/** An application against which a call can be played again and again. */
export type Application = {
  /** Scheme, host and port, without a slash at its end. */
  readonly origin: string;
  /** The application as a new call finds it. */
  readonly open: () => OpenApplication;
};

/** An application during one call. */
export type OpenApplication = {
  readonly fetch: Outside["fetch"];
  /** Requests for which a fixture has no answer: `POST /menu`. */
  readonly missing: () => readonly string[];
};

/** Where the answers of a fixture are, as far as documents and signatures know. */
export const FIXTURE_ORIGIN = "https://app.example";

/** An application made of a fixture's answers, whatever host is asked. What it has no answer for is 404. */
export function fixtureApplication(answers: readonly FixtureAnswer[]): Application {
  return {
    origin: FIXTURE_ORIGIN,
    open: () => {
      const ask = answering(answers);
      const missing = new Set<string>();
      const fetch: Outside["fetch"] = async ({ method, url }) => {
        const answer = ask(method, pathOf(url));
        if (answer === undefined) missing.add(`${method} ${splitUrl(url).path || "/"}`);
        const { status, headers, body } = answer ?? { status: 404, headers: {}, body: "" };
        return { status, headers, body: typeof body === "string" ? Buffer.from(body) : body };
      };
      return { fetch, missing: () => [...missing] };
    },
  };
}

/** A running application. It gets real requests, and its time is not the call's. */
export function runningApplication(origin: string, fetch: Outside["fetch"]): Application {
  // What is recorded of it must be readable.
  const plainly: Outside["fetch"] = (request) =>
    fetch({ ...request, headers: { ...request.headers, "Accept-Encoding": "identity" } });
  return { origin, open: () => ({ fetch: plainly, missing: () => [] }) };
}

/** Path and query as they were asked for. */
function pathOf(url: string): string {
  const { path, query } = splitUrl(url);
  const nowhere = { scheme: undefined, userinfo: undefined, host: undefined, port: undefined };
  return joinUrl({ ...nowhere, path: path || "/", query, fragment: undefined });
}
