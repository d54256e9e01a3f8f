import { expect, test } from "vitest";
import { testConfig } from "../../test/support/twivot.ts";
import { mayHaveRecordings } from "./may-have-recordings.ts";

const account = `AC${"1".repeat(32)}`;
const other = `AC${"2".repeat(32)}`;
const token = "the:token of a test";

function config(app: { accountSid?: string; authToken?: string | undefined }) {
  return testConfig({ app: { voiceUrl: "http://app.example/voice", authToken: token, ...app } });
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

test("account sid and token of the application are taken", () => {
  expect(mayHaveRecordings(basic(account, token), account, config({ accountSid: account }))).toBe(true);
  expect(mayHaveRecordings(basic(account, token).replace("Basic", "basic"), account, config({}))).toBe(true);
});

test.each([
  ["nothing", undefined, account, {}],
  ["another scheme", basic(account, token).replace("Basic", "Bearer"), account, {}],
  ["a wrong token", basic(account, "wrong"), account, {}],
  ["an empty token", basic(account, ""), account, { authToken: undefined }],
  ["the account of another user", basic(other, token), account, {}],
  ["an account that is not the application's", basic(other, token), other, { accountSid: account }],
  ["what is not base64", "Basic ***", account, {}],
] as const)("%s is refused", (_what, header, asked, app) => {
  expect(mayHaveRecordings(header, asked, config(app))).toBe(false);
});

test("an application without a configured account sid has the recordings of every account", () => {
  expect(mayHaveRecordings(basic(other, token), other, config({}))).toBe(true);
});
