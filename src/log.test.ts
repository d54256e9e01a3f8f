import { expect, test } from "vitest";
import { createLog, createMask } from "./log.ts";

function logged(content: object, secrets: readonly string[] = []): string {
  const lines: string[] = [];
  createLog({ level: "info", secrets }, { write: (line) => lines.push(line) }).info(content, "told");
  return lines.join("");
}

test("a line is a JSON object with level, time and message", () => {
  expect(JSON.parse(logged({ callSid: "CA1" }))).toMatchObject({
    level: 30,
    name: "twivot",
    time: expect.any(Number),
    callSid: "CA1",
    msg: "told",
  });
});

test("a known secret is masked wherever it stands, however it is written", () => {
  const secret = 'a+secret"of mine';
  const line = logged({ deep: { er: [`x${secret}x`] }, url: `/a?b=${encodeURIComponent(secret)}` }, [secret]);
  expect(JSON.parse(line)).toMatchObject({ deep: { er: ["x***x"] }, url: "/a?b=***" });
});

test("credentials of a request are masked", () => {
  expect(
    JSON.parse(
      logged({ headers: { authorization: "Basic abc", cookie: "a=b", "set-cookie": "a=b" }, authToken: "t" }),
    ),
  ).toMatchObject({
    headers: { authorization: "***", cookie: "***", "set-cookie": "***" },
    authToken: "***",
  });
});

test.each([
  ["/pivot?key=short&a=b", "/pivot?key=***&a=b"],
  ["http://user:pa@ss@app.example/voice", "http://user:***@app.example/voice"],
  ['{"From":"+15005550006"}', '{"From":"+…06"}'],
  ['{"From":"5005550006"}', '{"From":"…06"}'],
  ["From=%2B15005550006&To=a", "From=%2B…06&To=a"],
  ["sip:15005550006@example.com", "sip:…06@example.com"],
])("%s becomes %s", (text, expected) => {
  expect(createMask([])(text)).toBe(expected);
});

test("times, ports and sids stay readable", () => {
  const text =
    '{"time":1764097332000,"url":"http://app.example:8080/1","sid":"CA00000000000000000000000000000000"}';
  expect(createMask([])(text)).toBe(text);
});
