import { expect, test } from "vitest";
import { AppError } from "./app-error.ts";
import { readOverrides } from "./overrides.ts";

function failure(fragment: string): AppError {
  try {
    readOverrides(`https://u:p@app.test/ivr#${fragment}`);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error("no AppError");
}

test("without overrides Twilio's defaults apply", () => {
  expect(readOverrides("https://app.test/ivr?rc=5")).toEqual({
    connectTimeoutMs: 5_000,
    readTimeoutMs: 15_000,
    totalTimeoutMs: 15_000,
    retries: 1,
    retryOn: ["ct"],
    serverName: true,
  });
});

test("all overrides are read", () => {
  const url = "https://app.test/ivr#ct=100&rt=2000&tt=15000&rc=5&rp=5xx,rt&sni=n&e=dublin,tokyo-ix";
  expect(readOverrides(url)).toEqual({
    connectTimeoutMs: 100,
    readTimeoutMs: 2_000,
    totalTimeoutMs: 15_000,
    retries: 5,
    retryOn: ["5xx", "rt"],
    serverName: false,
  });
});

test("a policy of all is every reason", () => {
  expect(readOverrides("https://app.test/#rp=all").retryOn).toEqual(["4xx", "5xx", "ct", "rt"]);
});

test("an ordinary fragment is no override", () => {
  expect(readOverrides("https://app.test/#section=2&top")).toEqual(readOverrides("https://app.test/"));
});

test.each([
  ["ct=99", 11100],
  ["ct=10001", 11100],
  ["rt=15001", 11100],
  ["tt=1e3", 11100],
  ["tt=", 11100],
  ["rc=6", 11100],
  ["rc=-1", 11100],
  ["sni=yes", 11100],
  ["e=atlantis", 11240],
  ["rp=3xx", 11243],
  ["rp=ct,", 11243],
])("a bad %s is Twilio's %i and named", (fragment, twilioCode) => {
  const error = failure(fragment);
  expect(error).toMatchObject({ code: "app-override", twilioCode, url: "https://app.test/ivr" });
  expect(error.message).toContain(fragment);
});
