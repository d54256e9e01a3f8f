import { expect, test } from "vitest";
import { testConfig } from "../test/support/twivot.ts";
import { secretsOf } from "./outside-real.ts";

const app = { voiceUrl: "http://app.test/voice" };

test("the password of Redis is a secret, as it is written and as it is meant", () => {
  const redisUrl = "redis://twivot:p%40ss@redis:6379";
  expect(secretsOf(testConfig({ app, config: { redisUrl } }))).toEqual(
    expect.arrayContaining([redisUrl, "p@ss"]),
  );
});

test("a Redis without a password adds no empty secret, which would be everywhere", () => {
  expect(secretsOf(testConfig({ app, config: { redisUrl: "redis://redis:6379" } }))).not.toContain("");
});
