import { describe, expect, test } from "vitest";
import type { Application, Routes } from "./support/application.ts";
import { startApplication } from "./support/application.ts";
import { type CallOptions, operatorsApology, type Played, playCall } from "./support/kazoo.ts";
import { startTwivot, type TwivotOptions } from "./support/twivot.ts";

/**
 * Call scenarios from end to end over real sockets: a pretend Kazoo, twivot, an application that checks signatures. Each
 * says what Twilio does; where Kazoo cannot do the same, a note tells, which the test names.
 */
const answered = "in-progress";
const apology = "We're sorry, an application error has occurred. Goodbye.";

type Setup = {
  readonly routes: Routes;
  readonly call?: CallOptions;
  readonly app?: Partial<TwivotOptions["app"]>;
  readonly config?: TwivotOptions["config"];
  /** Path of the voice URL. */
  readonly voice?: string;
};

type Run = Played & { readonly app: Application; readonly notes: readonly string[] };

async function run(version: "4.3" | "5.0", setup: Setup): Promise<Run> {
  await using application = await startApplication(setup.routes);
  const voiceUrl = application.url + (setup.voice ?? "/ivr/start");
  const app = { voiceUrl, ...setup.app };
  const fallback = app.fallbackUrl === undefined ? {} : { fallbackUrl: application.url + app.fallbackUrl };
  await using twivot = await startTwivot({
    app: { ...app, ...fallback },
    config: { kazooVersion: version, ...setup.config },
  });
  const played = await playCall(twivot, { version, ...setup.call });
  const notes = twivot.logged.flatMap(({ content }) => (content as { notes?: string[] }).notes ?? []);
  for (const one of application.received) expect(one.isSigned, `${one.method} ${one.url}`).toBe(true);
  return { ...played, app: application, notes };
}

const respond = (verbs: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${verbs}</Response>`;

describe.each(["4.3", "5.0"] as const)("Kazoo %s", (version) => {
  test("1 first request", async () => {
    const { app, heard } = await run(version, { routes: { "/ivr/start": respond("<Hangup/>") } });
    const [first] = app.received;
    expect(app.requests()).toEqual(["POST /ivr/start"]);
    expect(first?.parameters).toMatchObject({
      CallSid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
      AccountSid: "AC0123456789abcdef0123456789abcdef",
      From: "+15005550006",
      To: "+15005550010",
      Caller: "+15005550006",
      Called: "+15005550010",
      CallStatus: "ringing",
      ApiVersion: "2010-04-01",
      Direction: "inbound",
      CallerName: "Alice",
      FromCity: "",
    });
    expect(first?.body).toContain("From=%2B15005550006");
    expect(first?.headers).toMatchObject({
      "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
      "user-agent": "TwilioProxy/1.1",
      "i-twilio-idempotency-token": expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(heard).toEqual(["ended by platform"]);
  });

  test("2 a query in the voice URL of a POST stays as it is, and its names stay out of the body", async () => {
    const voice = "/ivr/start?tenant=7&a=b%20c";
    const { app } = await run(version, { voice, routes: { "/ivr/start": respond("<Hangup/>") } });
    expect(app.requests()).toEqual([`POST ${voice}`]);
    expect(app.received[0]?.parameters).not.toHaveProperty("tenant");
  });

  test("3 a voice URL asked by GET has its own query first, then the parameters", async () => {
    const setup = { voice: "/ivr/start?tenant=7", app: { voiceMethod: "GET" as const } };
    const { app } = await run(version, { ...setup, routes: { "/ivr/start": respond("<Hangup/>") } });
    const [first] = app.received;
    expect(first?.url).toMatch(/^\/ivr\/start\?tenant=7&.*CallSid=CA/);
    expect(first?.body).toBe("");
    expect(first?.parameters).toMatchObject({ From: "+15005550006", CallStatus: "ringing" });
  });

  test("5 credentials are given after a 401, and at once from then on", async () => {
    const basic = "Basic dTpw";
    await using application = await startApplication({
      "/ivr/start": ({ headers }) =>
        headers.authorization === basic
          ? respond("<Redirect>next</Redirect>")
          : { status: 401, headers: { "www-authenticate": 'Basic realm="x"' } },
      "/ivr/next": respond("<Hangup/>"),
    });
    const voiceUrl = `${application.url.replace("://", "://u:p@")}/ivr/start`;
    await using twivot = await startTwivot({ app: { voiceUrl }, config: { kazooVersion: version } });
    await playCall(twivot, { version });
    expect(application.requests()).toEqual(["POST /ivr/start", "POST /ivr/start", "POST /ivr/next"]);
    expect(application.received.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      basic,
      basic,
    ]);
    const [first, second] = application.received;
    expect(second?.parameters).toEqual(first?.parameters);
    expect(application.received.every(({ isSigned }) => isSigned)).toBe(true);
  });

  test("6 cookies come back within a call and not in another", async () => {
    await using application = await startApplication({
      "/ivr/start": {
        headers: { "content-type": "text/xml", "set-cookie": "sid=1; Path=/" },
        body: respond('<Gather numDigits="1" action="/ivr/menu"><Say>Press 3</Say></Gather>'),
      },
      "/ivr/menu": respond("<Hangup/>"),
    });
    const voiceUrl = `${application.url}/ivr/start`;
    await using twivot = await startTwivot({ app: { voiceUrl }, config: { kazooVersion: version } });
    await playCall(twivot, { version, caller: 'hears "Press 3" press 3' });
    await playCall(twivot, { version, facts: { callId: "call-2@10.0.0.1" } });
    expect(application.received.map(({ url, headers }) => [url, headers.cookie])).toEqual([
      ["/ivr/start", undefined],
      ["/ivr/menu", "sid=1"],
      ["/ivr/start", undefined],
    ]);
  });

  test("8 an HTTP redirect is followed by GET, and its target is the base of relative URLs", async () => {
    const { app } = await run(version, {
      routes: {
        "POST /ivr/start": { status: 302, headers: { location: "/v2/start" } },
        "GET /v2/start": respond("<Redirect>menu</Redirect>"),
        "POST /v2/menu": respond("<Hangup/>"),
      },
    });
    expect(app.requests()).toEqual(["POST /ivr/start", "GET /v2/start", "POST /v2/menu"]);
  });

  test("11a a 404 leads to the fallback, whatever its body says", async () => {
    const { app, heard } = await run(version, {
      app: { fallbackUrl: "/fb" },
      routes: {
        "/ivr/start": {
          status: 404,
          headers: { "content-type": "text/xml" },
          body: respond("<Say>no</Say>"),
        },
        "/fb": respond("<Say>Sorry</Say>"),
      },
    });
    expect(app.requests()).toEqual(["POST /ivr/start", "POST /fb"]);
    expect(app.received[1]?.parameters).toMatchObject({
      ErrorCode: "11200",
      ErrorUrl: `${app.url}/ivr/start`,
    });
    expect(heard).toEqual(["Sorry", "ended by platform"]);
  });

  test("11b without a fallback the apology is heard, or what the operator chose", async () => {
    const spoken = await run(version, { config: { onAppError: "apology" }, routes: {} });
    expect(spoken.app.requests()).toEqual(["POST /ivr/start"]);
    expect(spoken.heard).toEqual([apology, "ended by platform"]);
    const failed = await run(version, { routes: {} });
    expect(failed.exchanges[0]?.answer).toMatchObject({ status: 502 });
    expect(failed.heard).toEqual([operatorsApology, "ended by platform"]);
  });

  test("12 a 500 in the middle of a call leads to the fallback, not to what stands behind the Gather", async () => {
    const { app, heard } = await run(version, {
      app: { fallbackUrl: "/fb" },
      routes: {
        "/ivr/start": respond(
          '<Gather numDigits="1" action="/menu"><Say>Press</Say></Gather><Say>late</Say>',
        ),
        "/menu": { status: 500 },
        "/fb": respond("<Say>Sorry</Say>"),
      },
      call: { caller: 'hears "Press" press 1' },
    });
    expect(app.requests()).toEqual(["POST /ivr/start", "POST /menu", "POST /fb"]);
    expect(app.received[1]?.parameters).toMatchObject({ Digits: "1", CallStatus: answered });
    expect(app.received[2]?.parameters).toMatchObject({
      ErrorCode: "11200",
      ErrorUrl: `${app.url}/menu`,
      CallStatus: answered,
    });
    expect(heard).toEqual(["Press (cut)", "Sorry", "ended by platform"]);
  });

  test.each(["text/html; charset=utf-8", "application/xml", "text/xml"])("15 %s is TwiML", async (type) => {
    const { heard } = await run(version, {
      routes: { "/ivr/start": { headers: { "content-type": type }, body: respond("<Say>Hi</Say>") } },
    });
    expect(heard).toEqual(["Hi", "ended by platform"]);
  });

  test("19 an empty Response ends the call without a sound, also as the answer to a Gather", async () => {
    const { heard, app } = await run(version, {
      routes: {
        "/ivr/start": respond('<Gather numDigits="1" action="/m"><Say>Press</Say></Gather><Say>late</Say>'),
        "/m": "<Response/>",
      },
      call: { caller: 'hears "Press" wait 1s press 1' },
    });
    expect(heard).toEqual(["Press", "ended by platform"]);
    expect(app.requests()).toEqual(["POST /ivr/start", "POST /m"]);
  });

  test.each([
    [
      "a: a blank line before the declaration",
      '\n<?xml version="1.0"?><Response><Say>no</Say></Response>',
      "12100",
    ],
    ["b: a bare & in a URL", "<Response><Say>no</Say><Redirect>/n?a=1&b=2</Redirect></Response>", "12100"],
    ["c: a missing end tag", "<Response><Say>no</Say><Say>no</Response>", "12100"],
    ["d: a root in lower case", "<response><Say>no</Say></response>", "12102"],
  ])("21%s leads to the fallback before any verb runs", async (_name, document, code) => {
    const { app, heard } = await run(version, {
      app: { fallbackUrl: "/fb" },
      routes: { "/ivr/start": document, "/fb": respond("<Say>Sorry</Say>") },
    });
    expect(app.received[1]?.parameters).toMatchObject({ ErrorCode: code });
    expect(heard).toEqual(["Sorry", "ended by platform"]);
  });

  test("22 unknown verbs and attributes are noted, and the call goes on", async () => {
    const { app, heard, notes } = await run(version, {
      app: { fallbackUrl: "/fb" },
      routes: {
        "/ivr/start": respond('<Say foo="1">A</Say><Frobnicate x="y"><Say>no</Say></Frobnicate><Say>B</Say>'),
      },
    });
    expect(heard).toEqual(["A", "B", "ended by platform"]);
    expect(notes).toEqual(["attribute-unknown", "verb-unknown"]);
    expect(app.requests()).toEqual(["POST /ivr/start"]);
  });

  test("24 entities, CDATA, Unicode and comments", async () => {
    const document =
      "<!-- a --><Response><!-- b --><Say>Tom &amp; J&#233;r&#xF4;me &lt;3</Say><Say><![CDATA[5 > 3 & 2]]></Say>" +
      "<Redirect>/n?a=1&amp;b=2</Redirect></Response>";
    const { app, heard } = await run(version, {
      routes: { "/ivr/start": document, "/n": respond("<Hangup/>") },
    });
    expect(heard).toEqual(["Tom & Jérôme <3", "5 > 3 & 2", "ended by platform"]);
    expect(app.requests()).toEqual(["POST /ivr/start", "POST /n?a=1&b=2"]);
  });

  test("26 relative URLs, document after document", async () => {
    await using other = await startApplication({ "/z": respond("<Hangup/>") });
    const { app } = await run(version, {
      routes: {
        "/ivr/start": respond("<Redirect>a/menu.xml?x=1</Redirect>"),
        "/ivr/a/menu.xml": respond('<Gather action="step2" numDigits="1"/>'),
        "/ivr/a/step2": respond("<Redirect>../up</Redirect>"),
        "/ivr/up": respond("<Redirect>/abs</Redirect>"),
        "POST /abs": respond("<Redirect>?q=2</Redirect>"),
        "POST /abs?q=2": respond(`<Redirect>${other.url.replace("http:", "")}/z</Redirect>`),
      },
      call: { caller: "at 2s press 1" },
    });
    expect(app.requests()).toEqual([
      "POST /ivr/start",
      "POST /ivr/a/menu.xml?x=1",
      "POST /ivr/a/step2",
      "POST /ivr/up",
      "POST /abs",
      "POST /abs?q=2",
    ]);
    expect(app.received.map(({ parameters }) => parameters["Digits"])).toEqual([
      undefined,
      undefined,
      "1",
      undefined,
      undefined,
      undefined,
    ]);
    expect(other.requests()).toEqual(["POST /z"]);
  });

  test("27 a Redirect by GET carries the parameters, and nothing behind it is heard", async () => {
    const { app, heard } = await run(version, {
      routes: {
        "/ivr/start": respond('<Say>A</Say><Redirect method="GET">\n  /n?k=v\n</Redirect><Say>B</Say>'),
        "/n": respond("<Hangup/>"),
      },
    });
    expect(heard).toEqual(["A", "ended by platform"]);
    expect(app.requests()[1]).toMatch(/^GET \/n\?k=v&.*CallStatus=in-progress/);
  });

  test("30 loops of Say", async () => {
    const three = await run(version, {
      routes: { "/ivr/start": respond('<Say loop="3">A</Say><Say>B</Say>') },
    });
    expect(three.heard).toEqual(["A", "A", "A", "B", "ended by platform"]);
    const endless = await run(version, {
      routes: { "/ivr/start": respond('<Say loop="0">A</Say><Say>B</Say>') },
      call: { caller: "at 60s hang up" },
    });
    expect(endless.heard.filter((words) => words === "A").length).toBeGreaterThan(100);
    expect(endless.heard).not.toContain("B");
    expect(endless.heard.at(-1)).toBe("ended by caller");
    expect(endless.app.requests()).toEqual(["POST /ivr/start"]);
  });

  test("32 a Pause first keeps the caller ringing; one in between is silence", async () => {
    const first = await run(version, {
      routes: { "/ivr/start": respond('<Pause length="3"/><Say>A</Say>') },
    });
    const answeredMs = first.events.find(({ kind }) => kind === "answered")?.atMs;
    expect(answeredMs).toBeGreaterThanOrEqual(3000);
    const between = await run(version, {
      routes: { "/ivr/start": respond("<Say>A</Say><Pause/><Say>B</Say>") },
    });
    const silence = between.events.find(
      (event) => event.kind === "silence" && event.answered && event.forMs >= 1000,
    );
    expect(silence).toMatchObject({ forMs: 1000 });
    expect(between.heard).toEqual(["A", "B", "ended by platform"]);
  });

  test("33 a Hangup in the middle ends the call", async () => {
    const verbs = "<Say>A</Say><Hangup/><Say>B</Say><Redirect>/n</Redirect>";
    const { app, heard } = await run(version, { routes: { "/ivr/start": respond(verbs) } });
    expect(heard).toEqual(["A", "ended by platform"]);
    expect(app.requests()).toEqual(["POST /ivr/start"]);
  });

  test("34 a key during the prompt stops it and is the answer", async () => {
    const { app, heard, events } = await run(version, {
      routes: {
        "/ivr/start": respond(
          '<Gather numDigits="1" action="/m"><Say>A long prompt that goes on and on and on.</Say></Gather><Say>none</Say>',
        ),
        "/m": respond("<Hangup/>"),
      },
      call: { caller: 'hears "A long" wait 500ms press 2' },
    });
    expect(heard).toEqual(["A long prompt that goes on and on and on. (cut)", "ended by platform"]);
    expect(app.received[1]?.parameters).toMatchObject({ Digits: "2", CallStatus: answered });
    const pressedMs = events.find(({ kind }) => kind === "pressed")?.atMs ?? 0;
    const askedMs = events.findLast(({ kind }) => kind === "requested")?.atMs ?? Infinity;
    expect(askedMs - pressedMs).toBeLessThan(1000);
  });

  test("35 a finishing key ends the input and is no part of it (gather-finished-on-key)", async () => {
    const document = (attributes: string) =>
      respond(`<Gather action="/m"${attributes}><Say>p</Say></Gather>`);
    const usual = await run(version, {
      routes: { "/ivr/start": document(""), "/m": respond("<Hangup/>") },
      call: { caller: 'hears "p" wait 1s press 1234#' },
    });
    expect(usual.app.received[1]?.parameters).toMatchObject({
      Digits: "1234",
      FinishedOnKey: "",
      msg: "Gather End",
    });
    expect(usual.notes).toContain("gather-finished-on-key");
    const star = await run(version, {
      routes: { "/ivr/start": document(' finishOnKey="*"'), "/m": respond("<Hangup/>") },
      call: { caller: 'hears "p" wait 1s press 12#3*' },
    });
    expect(star.app.received[1]?.parameters).toMatchObject({ Digits: "12#3" });
  });

  test("36 only the finishing key, or nothing, goes on with the document", async () => {
    const gather = '<Gather action="/m"><Say>p</Say></Gather>';
    const routes = { "/ivr/start": respond(`${gather}<Say>None</Say>`) };
    const pound = await run(version, { routes, call: { caller: 'hears "p" wait 1s press #' } });
    expect(pound.heard).toEqual(["p", "None", "ended by platform"]);
    const nothing = await run(version, { routes });
    expect(nothing.heard).toEqual(["p", "None", "ended by platform"]);
    const [first, second] = nothing.events.filter(({ kind }) => kind === "heard");
    if (first?.kind !== "heard" || second === undefined) throw new Error("two things should be heard");
    expect(second.atMs - first.atMs - first.forMs).toBeGreaterThanOrEqual(5000);
    expect(second.atMs - first.atMs - first.forMs).toBeLessThan(5200);
    const alone = await run(version, { routes: { "/ivr/start": respond(gather) } });
    expect(alone.heard).toEqual(["p", "ended by platform"]);
    for (const { app } of [pound, nothing, alone]) expect(app.requests()).toEqual(["POST /ivr/start"]);
  });

  test("39 a Gather that falls through to a Redirect", async () => {
    const routes = {
      "/ivr/start": respond(
        '<Gather action="/p" method="GET"><Say>x</Say></Gather><Redirect method="GET">/p?Digits=TIMEOUT</Redirect>',
      ),
      "/p": respond("<Hangup/>"),
    };
    const silent = await run(version, { routes });
    expect(silent.app.requests()[1]).toMatch(/^GET \/p\?Digits=TIMEOUT&/);
    const pressed = await run(version, { routes, call: { caller: 'hears "x" wait 1s press 7#' } });
    expect(pressed.app.requests()).toHaveLength(2);
    expect(pressed.app.received[1]?.parameters).toMatchObject({ Digits: "7" });
  });

  test("40 a Gather without action asks its own document again, query and all", async () => {
    const { app } = await run(version, {
      voice: "/g?s=9",
      routes: { "/g": respond('<Gather numDigits="1"/>') },
      call: { caller: "at 2s press 4" },
    });
    expect(app.requests()).toEqual(["POST /g?s=9", "POST /g?s=9"]);
    expect(app.received[1]?.parameters).toMatchObject({ Digits: "4" });
  });

  test("41 a prompt of several parts is skipped as a whole, and the timeout starts behind it", async () => {
    const routes = {
      "/ivr/start": respond(
        '<Gather timeout="2" numDigits="1" action="/m"><Say>a</Say><Pause length="2"/><Play>/b.wav</Play></Gather><Say>late</Say>',
      ),
      "/m": respond("<Hangup/>"),
    };
    const silent = await run(version, { routes });
    expect(silent.heard).toEqual(["a", expect.stringMatching(/\/b\.wav$/), "late", "ended by platform"]);
    const media = silent.events.find((event) => event.kind === "heard" && event.sound.kind === "media");
    const late = silent.events.findLast(({ kind }) => kind === "heard");
    if (media?.kind !== "heard" || late === undefined) throw new Error("the file should be heard");
    expect(late.atMs - media.atMs - media.forMs).toBeGreaterThanOrEqual(2000);
    expect(late.atMs - media.atMs - media.forMs).toBeLessThan(2200);
    const pressed = await run(version, { routes, call: { caller: 'hears "a" wait 1500ms press 1' } });
    expect(pressed.app.received[1]?.parameters).toMatchObject({ Digits: "1" });
    expect(pressed.heard).toEqual(["a", "ended by platform"]);
  });

  test("57 Reject", async () => {
    const busy = await run(version, {
      routes: { "/ivr/start": respond('<Reject reason="busy"/><Say>no</Say>') },
    });
    expect(busy.heard[0]).toBe("rejected 486");
    expect(busy.events.some(({ kind }) => kind === "answered")).toBe(false);
    const refused = await run(version, { routes: { "/ivr/start": respond("<Reject/>") } });
    expect(refused.heard[0]).toBe("rejected 404");
    const redirected = await run(version, {
      routes: { "/ivr/start": respond("<Redirect>/x</Redirect>"), "/x": respond('<Reject reason="busy"/>') },
    });
    expect(redirected.heard[0]).toBe("rejected 486");
    expect(redirected.app.received[1]?.parameters).toMatchObject({ CallStatus: "ringing" });
    const late = await run(version, { routes: { "/ivr/start": respond("<Say>A</Say><Reject/>") } });
    expect(late.heard).toEqual(["A", "ended by platform"]);
  });
});
