import { describe, expect, test } from "vitest";
import { createStore } from "../examples/store/app.ts";
import { listenOnLoopback } from "../src/demo/store.ts";
import { type CallOptions, operatorsApology, type Played, playCall } from "./support/kazoo.ts";
import { startTwivot, type TwivotOptions } from "./support/twivot.ts";

/**
 * Calls on the sample application as it is, from end to end over real sockets: a pretend Kazoo, twivot, and Express
 * with the `twilio` package, which answers 403 to what is not signed as Twilio signs.
 */
const authToken = "the-token-of-the-shop";
const morning = Date.UTC(2026, 2, 2, 10);
const night = Date.UTC(2026, 2, 2, 22);

type Setup = {
  readonly caller?: string;
  readonly call?: Omit<CallOptions, "caller" | "version">;
  /** The clock on the shop's wall. */
  readonly time?: number;
  /** What twivot signs with. */
  readonly signedWith?: string;
  readonly config?: TwivotOptions["config"];
};

type Run = Played & {
  /** `200 POST /menu`, a line for each request that the shop answered. */
  readonly requests: readonly string[];
};

async function run(version: "4.3" | "5.0", setup: Setup = {}): Promise<Run> {
  const { caller = "", call, time = morning, signedWith = authToken, config } = setup;
  const store = createStore({ authToken, now: () => time });
  const requests: string[] = [];
  await using shop = await listenOnLoopback((request, response) => {
    // Express changes the URL of a request while it looks for a route.
    const { method, url } = request;
    response.on("finish", () => requests.push(`${response.statusCode} ${method} ${url}`));
    store(request, response);
  });
  await using twivot = await startTwivot({
    app: { voiceUrl: `${shop.url}/voice`, authToken: signedWith },
    config: { kazooVersion: version, ...config },
  });
  return { ...(await playCall(twivot, { version, caller, ...call })), requests };
}

/** What was heard besides the parts of the menu. */
function besidesMenu({ heard }: Played): string[] {
  return heard.filter((text) => !/press \d/.test(text));
}

const welcome = "Hello, and welcome to the corner shop.";
const enterNumber = "Please enter the number of your order, and then the pound key.";
const silent = "I did not hear anything.";
const apology = "We're sorry, an application error has occurred. Goodbye.";

describe.each(["4.3", "5.0"] as const)("Kazoo %s", (version) => {
  test("a key cuts the menu short, an order number ends by #, and the menu comes back", async () => {
    const call = await run(version, {
      caller: `
        hears "For opening hours" wait 2s press 2
        hears "number of your order" wait 5s press 1002#
        hears "For opening hours" hang up`,
    });
    expect(besidesMenu(call)).toEqual([
      welcome,
      expect.stringContaining(enterNumber),
      "Order 1 0 0 2 is on its way to you.",
      "ended by caller",
    ]);
    expect(call.heard[1]).toMatch(/^For opening hours.* \(cut\)$/);
    expect(call.requests).toEqual([
      "200 POST /voice",
      "200 POST /menu",
      "200 POST /menu/choice",
      "200 POST /orders",
      "200 POST /orders/status",
      "200 POST /menu",
    ]);
  });

  test("an order number that is pressed while it is asked for counts from its first key", async () => {
    const call = await run(version, {
      caller: `
        hears "For opening hours" press 2
        hears "number of your order" wait 1s press 1001#
        hears "Order" hang up`,
    });
    expect(besidesMenu(call).slice(2)).toEqual([
      "Order 1 0 0 1 is packed and leaves today. (cut)",
      "ended by caller",
    ]);
  });

  test("an order that is not known is asked for once more, then the shop says goodbye", async () => {
    const call = await run(version, {
      caller: `
        hears "For opening hours" press 2
        hears "number of your order" wait 5s press 77#`,
    });
    expect(besidesMenu(call).slice(2)).toEqual([
      "We have no order 7 7.",
      enterNumber,
      "Goodbye.",
      "ended by platform",
    ]);
    expect(call.requests.slice(3)).toEqual([
      "200 POST /orders",
      "200 POST /orders/status",
      "200 POST /orders?attempt=2",
    ]);
  });

  test("a key with nothing behind it leads back to the menu", async () => {
    const call = await run(version, {
      caller: `
        hears "For opening hours" press 7
        hears "nothing behind" wait 5s hang up`,
    });
    expect(besidesMenu(call)).toEqual([
      welcome,
      "Sorry, there is nothing behind this key.",
      "ended by caller",
    ]);
    expect(call.requests.at(-1)).toBe("200 POST /menu");
  });

  test("a caller who presses nothing is asked twice and then said goodbye to", async () => {
    const call = await run(version);
    expect(besidesMenu(call)).toEqual([welcome, silent, "Goodbye.", "ended by platform"]);
    expect(call.requests).toEqual(["200 POST /voice", "200 POST /menu", "200 POST /menu?attempt=2"]);
  });

  test("the cookie that remembers the greeting comes back within the call", async () => {
    const call = await run(version, {
      caller: `
        hears "For opening hours" press 1
        hears "Back at the front desk" hang up`,
    });
    expect(besidesMenu(call)).toEqual([
      welcome,
      "We are open every day from nine to five, at 5 Market Street.",
      "Back at the front desk. (cut)",
      "ended by caller",
    ]);
  });

  test("at night the shop says when it is open, and hangs up", async () => {
    const call = await run(version, { time: night });
    expect(call.heard).toEqual([
      "Hello. The shop is closed now. We are here every day from nine to five.",
      "Please call again. Goodbye.",
      "ended by platform",
    ]);
    expect(call.requests).toEqual(["200 POST /voice"]);
  });

  test("a blocked caller is busy, and the call is never answered", async () => {
    const blocked = "+15005550001";
    const call = await run(version, { call: { facts: { from: blocked, callerIdNumber: blocked } } });
    expect(call.heard[0]).toBe("rejected 486");
    expect(call.events.some(({ kind }) => kind === "answered" || kind === "heard")).toBe(false);
  });

  test.each([
    { method: "get" },
    { method: "post", bodyFormat: "form" },
    { method: "post", bodyFormat: "json" },
  ] as const)("Kazoo's first request can be $method $bodyFormat", async (options) => {
    const call = await run(version, { call: options, caller: 'hears "For opening hours" press 1' });
    expect(besidesMenu(call).slice(0, 2)).toEqual([
      welcome,
      "We are open every day from nine to five, at 5 Market Street.",
    ]);
    const [first, ...others] = call.exchanges.map(({ request }) => request.method.toLowerCase());
    expect([first, ...new Set(others)]).toEqual([options.method, "post"]);
  });

  test("with another auth token the shop refuses, and Kazoo goes on to the operator's own child", async () => {
    const call = await run(version, { signedWith: "the-token-of-somebody-else" });
    expect(call.exchanges.map(({ answer }) => "status" in answer && answer.status)).toEqual([502]);
    expect(call.heard).toEqual([operatorsApology, "ended by platform"]);
    expect(call.requests).toEqual(["403 POST /voice"]);
  });

  test("with another auth token twivot apologises where it is told to", async () => {
    const config = { onAppError: "apology" } as const;
    const call = await run(version, { signedWith: "the-token-of-somebody-else", config });
    expect(call.heard).toEqual([apology, "ended by platform"]);
  });
});
