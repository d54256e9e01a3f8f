import { expect, test } from "vitest";
import { accountSid, callSid, recordingSid } from "./sids.ts";

const account = "0123456789abcdef0123456789abcdef";

test("a call has the same sid each time, of CA and 32 lower-case hexadecimal digits", () => {
  const sid = callSid(account, "call-1@192.0.2.1");
  expect(sid).toMatch(/^CA[0-9a-f]{32}$/);
  expect(callSid(account, "call-1@192.0.2.1")).toBe(sid);
});

test("calls and accounts have sids of their own", () => {
  const sids = [callSid(account, "a"), callSid(account, "b"), callSid("f".repeat(32), "a")];
  expect(new Set(sids).size).toBe(3);
});

test("the sid of a call begins the SHA-256 of account id, slash and call id", () => {
  // printf abc/def | sha256sum
  expect(callSid("abc", "def")).toBe("CA3c56f20931870aab85951364886aef94");
});

test("the configured account sid is shown", () => {
  expect(accountSid(account, "ACffffffffffffffffffffffffffffffff")).toBe(
    "ACffffffffffffffffffffffffffffffff",
  );
});

test("without a configured one the account sid is made of Kazoo's account id", () => {
  expect(accountSid(account.toUpperCase(), undefined)).toBe(`AC${account}`);
});

test("an account id of another form still makes a sid of Twilio's", () => {
  expect(accountSid("test", undefined)).toMatch(/^AC[0-9a-f]{32}$/);
});

test("the sid of a recording is the same while the oldest secret stays, and another one for another secret", () => {
  const call = callSid(account, "call-1@192.0.2.1");
  const sid = recordingSid(call, 1, ["old"]);
  expect(sid).toMatch(/^RE[0-9a-f]{32}$/);
  expect(recordingSid(call, 1, ["new", "old"])).toBe(sid);
  expect(recordingSid(call, 1, ["new"])).not.toBe(sid);
  expect(recordingSid(call, 2, ["old"])).not.toBe(sid);
});
