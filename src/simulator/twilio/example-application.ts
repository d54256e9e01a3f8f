import { parseCallerScript } from "../caller-script.ts";
import type { CallEvent } from "../transcript.ts";
import type { TwilioAnswer, TwilioOptions } from "./call.ts";
import { callTwilio } from "./call-twilio.ts";

type Page =
  | string
  | Partial<Omit<Extract<TwilioAnswer, { kind: "document" }>, "kind">>
  | { readonly twilioCode: number };

/** What an application answers: TwiML, other documents or failures, by path, with or without the query. Others are failures. */
export type ExamplePages = Readonly<Record<string, Page>>;

/** Where it is. */
export const origin = "https://app.example";

/** The verbs as a document. */
export function respond(verbs: string): string {
  return `<Response>${verbs}</Response>`;
}

/** A call to an application in memory whose voice URL is `/start`; the caller follows a script. */
export async function callExample(
  pages: ExamplePages,
  script = "",
  options: Partial<TwilioOptions> = {},
): Promise<readonly CallEvent[]> {
  const { events } = await callTwilio({
    voice: { url: `${origin}/start`, method: "POST" },
    caller: parseCallerScript(script),
    fetch: async ({ url }) => {
      const { pathname, search } = new URL(url);
      return answerOf(url, pages[pathname + search] ?? pages[pathname]);
    },
    ...options,
  });
  return events;
}

function answerOf(url: string, page: Page | undefined): TwilioAnswer {
  if (page === undefined) return { kind: "failed", twilioCode: 11200, url, tookMs: 20 };
  if (typeof page === "object" && "twilioCode" in page) return { kind: "failed", url, tookMs: 20, ...page };
  const document = typeof page === "string" ? { text: page } : page;
  const usual = { url, content: "twiml", contentType: "text/xml", text: "", tookMs: 20 } as const;
  return { kind: "document", ...usual, ...document };
}

/** What the caller lived through, in words: sounds, refusals and how it ended. */
export function heardBy(events: readonly CallEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.kind === "heard") return [`${soundName(event.sound)}${event.cut ? " (cut)" : ""}`];
    if (event.kind === "sent-keys") return [`keys ${event.keys}`];
    if (event.kind === "rejected") return [`rejected ${event.code}`];
    return event.kind === "ended" ? [`ended by the ${event.by}`] : [];
  });
}

function soundName(sound: Extract<CallEvent, { kind: "heard" }>["sound"]): string {
  return "text" in sound ? sound.text : "url" in sound ? sound.url.replace(origin, "") : sound.tones;
}

/** What the application was asked, a line a request. */
export function askedOf(events: readonly CallEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.kind !== "asked") return [];
    const pairs = Object.entries(event.parameters).map(([name, value]) => `${name}=${value}`);
    return [`${event.method} ${event.url.replace(origin, "")} ${pairs.join(" ")}`];
  });
}
