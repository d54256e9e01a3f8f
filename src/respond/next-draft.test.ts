import { expect, test } from "vitest";
import { DocumentError } from "../errors.ts";
import type { Note } from "../fidelity/note.ts";
import type { Call } from "../pivot/call.ts";
import { newState } from "../translate/draft.ts";
import { emptyVisit } from "../twilio/fetch-document.ts";
import { childElements } from "../twiml/element.ts";
import { parseTwiml } from "../twiml/parse.ts";
import type { Arrival } from "../verbs/define.ts";
import { plainSetting } from "../verbs/plain-setting.ts";
import { type Asked, type Documents, nextDraft, resume, type Turn } from "./next-draft.ts";

const call = { accountId: "a", callId: "b", digits: {} } as unknown as Call;
const arrival: Arrival = { call, outcome: undefined, tookMs: 0, recording: undefined, sid: () => "" };
const ignore = () => undefined;
const start = { url: "https://app.test/start", method: "POST", parameters: {} } as const;
const turn: Turn = {
  call,
  session: {
    app: "default",
    callSid: "CA1",
    documentUrl: start.url,
    visit: emptyVisit,
    documents: 0,
    tokens: { left: 75, atMs: 0 },
  },
  state: newState,
  step: { kind: "ask", asked: start },
  setting: plainSetting("4.3", start.url),
};

/** An application of documents by path; a path without one fails with Twilio's 11200. */
function application(documents: Record<string, string>, fallback?: string) {
  const asked: Asked[] = [];
  const library: Documents = {
    ask: async (request, { session }) => {
      asked.push(request);
      const document = documents[new URL(request.url).pathname];
      if (document === undefined) throw new DocumentError("app-status", 11200, "it answered 404");
      const documentUrl = request.url;
      const next = { ...session, documentUrl, documents: session.documents + 1 };
      return { elements: childElements(parseTwiml(document)), session: next };
    },
    fallback: (error, { url }) =>
      fallback === undefined
        ? undefined
        : {
            url: fallback,
            method: "POST",
            parameters: { ErrorCode: String(error.twilioCode), ErrorUrl: url },
          },
  };
  return { library, asked, paths: () => asked.map(({ url }) => new URL(url).pathname) };
}

test("notes of what comes before a document that fails are left", async () => {
  const app = application({ "/start": "<Response><Frobnicate/><Redirect>/gone</Redirect></Response>" });
  const notes: Note[] = [];
  await expect(nextDraft(turn, app.library, ignore, notes)).rejects.toMatchObject({ code: "app-status" });
  expect(notes.map(({ code }) => code)).toEqual(["verb-unknown"]);
});

test("redirects that stand first are followed without Kazoo, relative to the document they stand in", async () => {
  const app = application({
    "/start": "<Response><Redirect>a/menu</Redirect></Response>",
    "/a/menu": "<Response><Redirect>../end</Redirect></Response>",
    "/end": "<Response><Say>Hi</Say></Response>",
  });
  const { draft, session } = await nextDraft(turn, app.library, ignore, []);
  expect(app.paths()).toEqual(["/start", "/a/menu", "/end"]);
  expect(draft.module).toBe("tts");
  expect(session).toMatchObject({ documentUrl: "https://app.test/end", documents: 3 });
});

test("a document that fails leads to the fallback, whose verbs then run", async () => {
  const app = application(
    { "/fallback": "<Response><Say>Sorry</Say></Response>" },
    "https://app.test/fallback",
  );
  const { draft } = await nextDraft(turn, app.library, ignore, []);
  expect(draft).toMatchObject({ module: "tts", data: { text: "Sorry" } });
  expect(app.asked[1]?.parameters).toEqual({ ErrorCode: "11200", ErrorUrl: start.url });
});

test("a fallback that fails ends it", async () => {
  const app = application({}, "https://app.test/fallback");
  await expect(nextDraft(turn, app.library, ignore, [])).rejects.toMatchObject({ code: "app-status" });
  expect(app.paths()).toEqual(["/start", "/fallback"]);
});

test("without a fallback the failure itself ends it", async () => {
  await expect(nextDraft(turn, application({}).library, ignore, [])).rejects.toMatchObject({
    twilioCode: 11200,
  });
});

test("after 20 documents in one request the next one waits for Kazoo, a second later", async () => {
  const app = application({ "/start": "<Response><Redirect>/start?again</Redirect></Response>" });
  const { draft, session } = await nextDraft(turn, app.library, ignore, []);
  expect(app.asked).toHaveLength(20);
  expect(draft).toMatchObject({ module: "sleep", data: { duration: 1, unit: "s" } });
  const next = draft.children?.["_"];
  if (next?.module !== "continue") throw new Error("the flow does not come back");
  const later = await nextDraft({ ...turn, session, ...resume(next.data, arrival) }, app.library, ignore, []);
  expect(later.session.documents).toBe(40);
});

test("a call that has asked for 1,000 documents is not served further", async () => {
  const app = application({ "/start": "<Response><Redirect/></Response>" });
  const session = { ...turn.session, documents: 995 };
  await expect(nextDraft({ ...turn, session }, app.library, ignore, [])).rejects.toMatchObject({
    code: "too-many-documents",
  });
  expect(app.asked).toHaveLength(5);
});

test("verbs that make no flow are gone through without Kazoo, however many", async () => {
  const empty = "<Say/>".repeat(500);
  const app = application({ "/start": `<Response>${empty}<Say>Hi</Say></Response>` });
  const notes: Note[] = [];
  const { draft } = await nextDraft(turn, app.library, ignore, notes);
  expect(draft).toMatchObject({ module: "tts", data: { text: "Hi" } });
  expect(notes).toHaveLength(500);
});

test("variables that a document sets are kept for the next one", async () => {
  const app = application({
    "/start": '<Response><Set><Variable key="lang" value="en"/></Set><Redirect>/end</Redirect></Response>',
    "/end": "<Response><Pause/><Redirect>/x</Redirect></Response>",
  });
  const { draft } = await nextDraft(turn, app.library, ignore, []);
  expect(draft.children?.["_"]).toMatchObject({ data: { state: { variables: { lang: "en" } } } });
});
