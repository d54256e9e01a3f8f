import type { Config } from "../../src/config.ts";
import type { IncomingResponse, Outside } from "../../src/outside.ts";
import { exampleCall } from "../../src/simulator/kazoo/example-call.ts";
import type { CallFacts } from "../../src/simulator/kazoo/pivot-params.ts";
import { plainPlatform } from "../../src/verbs/platform.ts";
import { testConfig } from "../support/twivot.ts";
import type { RandomCall } from "./random-call.ts";
import { nobody } from "./random-parties.ts";

/** Where all random applications are. */
const origin = "http://app.test";

/** A caller who has nothing left to do may talk for long, of which Kazoo records all: bytes of audio. */
const HOURS_OF_TALK = 100_000_000;

/** The application as HTTP; what it has no answer for is 404. */
export function applicationOf({
  answers,
  otherwise,
}: Pick<RandomCall, "answers" | "otherwise">): Outside["fetch"] {
  return async ({ url }): Promise<IncomingResponse> => {
    const { pathname } = new URL(url);
    const answer = answers[pathname] ??
      otherwise ?? { status: 404, contentType: "text/html", body: "not found" };
    const { status, contentType, body } = answer;
    return { status, headers: { "content-type": contentType }, body: Buffer.from(body) };
  };
}

/** How twivot is set up in front of it. A first document that fails is told the caller, as Twilio does. */
export function configOf({ voicePath, fallbackPath, surroundings = nobody }: RandomCall): Config {
  const fallbackUrl = fallbackPath === undefined ? undefined : origin + fallbackPath;
  const { endpoints, returnExtension, localResources, recordEmpty, webhooks } = surroundings;
  const plain = plainPlatform("4.3");
  const platform = {
    ...plain,
    returnExtension,
    localResources,
    recordEmpty,
    webhooks,
    endpoints: { ...plain.endpoints, ...endpoints },
  };
  const webhookSecret = webhooks ? "a secret of webhooks" : undefined;
  const config = testConfig({
    app: { voiceUrl: origin + voicePath, fallbackUrl, platform },
    config: { onAppError: "apology", webhookSecret },
  });
  return { ...config, recordings: { ...config.recordings, maxBytes: HOURS_OF_TALK } };
}

/** What Kazoo knows of every call. */
export const facts: CallFacts = exampleCall;
