import { expect, test } from "vitest";
import { keepingLog, type LogLine } from "../../test/support/twivot.ts";
import { apology, node } from "../callflow/build.ts";
import type { Flow } from "../callflow/flow.ts";
import { DocumentError, PivotRequestError, TwivotError } from "../errors.ts";
import { StoreError } from "../store/store.ts";
import { apologyAnswer, errorAnswer, flowAnswer, refusalAnswer } from "./answer.ts";

function withLog<T>(run: (log: ReturnType<typeof keepingLog>) => T): { result: T; logged: LogLine[] } {
  const logged: LogLine[] = [];
  return { result: run(keepingLog(logged)), logged };
}

test("a flow is answered as JSON of ASCII", () => {
  const speech = { text: "Grüße 😀", voice: "male", language: "de-de", terminators: [] };
  const { result, logged } = withLog((log) => flowAnswer(node("tts", speech), "4.3", log));
  expect(result).toEqual({
    status: 200,
    contentType: "application/json",
    body: expect.stringContaining('"text":"Gr\\u00fc\\u00dfe \\ud83d\\ude00"'),
    outcome: "flow",
  });
  expect(logged).toEqual([]);
});

test("a flow that Kazoo would refuse is held back as the bug that it is", () => {
  const flow = node("tts", { text: "", voice: "male", language: "en-us", terminators: [] });
  const { result, logged } = withLog((log) => flowAnswer(flow, "4.3", log));
  expect(result).toEqual(apologyAnswer());
  expect(JSON.parse(String(result.body))).toEqual(apology());
  expect(logged).toMatchObject([{ level: "error", content: { code: "flow-invalid" } }]);
});

test("a flow of which Kazoo would do less than is written goes out, and is told", () => {
  const flow: Flow = { module: "flush_dtmf", data: { collection_name: "default" } };
  const { result, logged } = withLog((log) => flowAnswer(flow, "5.0", log));
  expect(JSON.parse(String(result.body))).toEqual(flow);
  expect(logged).toMatchObject([{ level: "error", content: { code: "flow-invalid" } }]);
});

test("an error tells its code, what to change and the field at fault", () => {
  const error = new PivotRequestError("some-code", "Change it.", { status: 400, field: "Call-ID" });
  expect(errorAnswer(error)).toEqual({
    status: 400,
    contentType: "application/json",
    body: '{"error":{"code":"some-code","message":"Change it.","field":"Call-ID"}}',
    outcome: "failed",
  });
  expect(errorAnswer(new DocumentError("app-x", 11200, "No."))).toMatchObject({
    status: 502,
    body: '{"error":{"code":"app-x","message":"No."}}',
  });
});

test("a request that is refused is a warning, without the request", () => {
  const error = new PivotRequestError("some-code", "Change it.", { status: 403 });
  const { result, logged } = withLog((log) => refusalAnswer(error, log));
  expect(result).toEqual(errorAnswer(error));
  expect(logged).toEqual([{ level: "warn", content: { code: "some-code" }, message: "Change it." }]);
});

test.each([
  [413, 413, "pivot-too-large"],
  [400, 400, "pivot-http"],
  [404, 400, "pivot-http"],
])("Fastify's own %i is told by %i and a code", (statusCode, status, code) => {
  const { result } = withLog((log) => refusalAnswer(Object.assign(new Error("no"), { statusCode }), log));
  expect(result.status).toBe(status);
  expect(JSON.parse(String(result.body))).toEqual({ error: { code, message: "no" } });
});

test("a bug is logged with its error and told without", () => {
  const bug = new TypeError("secret details");
  const { result, logged } = withLog((log) => refusalAnswer(bug, log));
  expect(result.status).toBe(500);
  expect(result.body).toContain('"code":"internal"');
  expect(result.body).not.toContain("secret");
  expect(logged).toMatchObject([{ level: "error", content: { err: bug } }]);
});

test("a failure of status 500 of one's own is an error too", () => {
  const { logged } = withLog((log) => refusalAnswer(new TwivotError("x", "y", { status: 500 }), log));
  expect(logged).toMatchObject([{ level: "error" }]);
});

test("a store that cannot be used is told by its code, since it is no bug", () => {
  const { result, logged } = withLog((log) => refusalAnswer(new StoreError("it is gone"), log));
  expect(result).toMatchObject({ status: 502, body: expect.stringContaining("store-unavailable") });
  expect(logged).toMatchObject([{ level: "error", content: { code: "store-unavailable" } }]);
});
