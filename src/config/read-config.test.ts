import fc from "fast-check";
import { expect, test } from "vitest";
import { plainPlatform } from "../verbs/platform.ts";
import type { Sources } from "./find-text.ts";
import { readConfig } from "./read-config.ts";
import { variableList } from "./variables.ts";

const secret = "0123456789abcdef0123456789abcdef";
const enough = {
  TWIVOT_PUBLIC_URL: "http://twivot.example:8080",
  TWIVOT_VOICE_URL: "https://app.example/voice",
  TWIVOT_SECRET: secret,
  TWILIO_AUTH_TOKEN: "token",
};

function read(env: Record<string, string>, rest: Partial<Sources> = {}) {
  const nothing = { flags: {}, readFile: () => "", randomBytes: (size: number) => new Uint8Array(size) };
  return readConfig({ ...nothing, env, ...rest });
}

function configOf(env: Record<string, string>, rest: Partial<Sources> = {}) {
  const reading = read(env, rest);
  if ("faults" in reading) throw new Error(reading.faults.join("\n"));
  return reading;
}

function faultsOf(env: Record<string, string>, rest: Partial<Sources> = {}) {
  const reading = read(env, rest);
  return "faults" in reading ? reading.faults : [];
}

test("a secret for webhooks says that they are set up", () => {
  const { config } = configOf({ ...enough, TWIVOT_WEBHOOK_SECRET: "a secret of webhooks" });
  expect(config.apps["default"]?.platform.webhooks).toBe(true);
});

test("what is not given has its default", () => {
  expect(configOf(enough).config).toEqual({
    host: "0.0.0.0",
    port: 8080,
    adminHost: "127.0.0.1",
    adminPort: 9090,
    logLevel: "info",
    publicUrl: "http://twivot.example:8080",
    secrets: [secret],
    pivotKey: undefined,
    webhookSecret: undefined,
    kazooVersion: "4.3",
    defaultCountry: "US",
    deadlineMs: 4_500,
    maxRequests: 2_000,
    onAppError: "fail",
    onNetCallers: "sip",
    anonymousCallers: "number",
    redisUrl: undefined,
    recordings: {
      store: { kind: "directory", directory: "recordings" },
      auth: false,
      keepDays: 30,
      maxBytes: 200_000_000,
    },
    allowedHosts: undefined,
    allowedSenders: undefined,
    trustedProxies: undefined,
    captureDir: undefined,
    captureNumbers: "redact",
    routes: [],
    apps: {
      default: {
        name: "default",
        voiceUrl: "https://app.example/voice",
        voiceMethod: "POST",
        fallbackUrl: undefined,
        fallbackMethod: "POST",
        statusCallback: undefined,
        statusCallbackMethod: "POST",
        accountSid: undefined,
        authToken: "token",
        appTimeoutMs: 15_000,
        platform: plainPlatform("4.3"),
      },
    },
  });
});

test("a flag wins over the environment", () => {
  const { config, origins } = configOf({ ...enough, PORT: "1" }, { flags: { port: "2" } });
  expect([config.port, origins.port]).toEqual([2, "flag"]);
});

test("an empty value counts as none", () => {
  const { config } = configOf({ ...enough, PORT: "", TWIVOT_PIVOT_KEY: "" }, { flags: { port: "" } });
  expect([config.port, config.pivotKey]).toEqual([8080, undefined]);
});

test("all faults are told at once, with variable, value and what to write", () => {
  const faults = faultsOf({ PORT: "http", TWIVOT_KAZOO_VERSION: "3", TWIVOT_PUBLIC_URL: "twivot.example" });
  expect(faults).toEqual([
    'PORT="http" is not valid; it must be a whole number from 0 to 65535.',
    'TWIVOT_PUBLIC_URL="twivot.example" is not valid; it must be a URL with http:// or https:// and without user, query and fragment, such as https://twivot.example.',
    "TWIVOT_VOICE_URL is not set; it must be an absolute URL with http:// or https://, such as https://app.example/voice.",
    'TWIVOT_KAZOO_VERSION="3" is not valid; it must be one of 4.3, 5.0.',
  ]);
});

test("a fault of a flag names the flag", () => {
  expect(faultsOf(enough, { flags: { "deadline-ms": "9000" } })).toEqual([
    '--deadline-ms="9000" is not valid; it must be a whole number from 100 to 4900.',
  ]);
});

test("a fault never shows a secret", () => {
  const [fault = ""] = faultsOf({ ...enough, TWIVOT_SECRET: "too-short" });
  expect(fault).toContain("TWIVOT_SECRET (9 characters)");
  expect(fault).not.toContain("too-short");
});

test("a fault never shows the password of a URL", () => {
  const [fault] = faultsOf({ ...enough, TWIVOT_PUBLIC_URL: "http://user:p@ss@twivot.example" });
  expect(fault).toContain('"http://user:***@twivot.example"');
});

test("the first of several secrets seals, and each must be long enough", () => {
  const other = "x".repeat(32);
  expect(configOf({ ...enough, TWIVOT_SECRET: `${other}, ${secret}` }).config.secrets).toEqual([
    other,
    secret,
  ]);
  expect(faultsOf({ ...enough, TWIVOT_SECRET: `${other},${"y".repeat(31)}` })).toHaveLength(1);
});

test("without a secret a random one is made, and a warning says what that means", () => {
  const { config, warnings } = configOf({ ...enough, TWIVOT_SECRET: "" });
  expect(config.secrets).toEqual(["A".repeat(43)]);
  expect(warnings).toEqual([expect.stringMatching(/^TWIVOT_SECRET is not set: a random one/)]);
});

test("a secret is read from the file that …_FILE names, without the newline at its end", () => {
  const { TWILIO_AUTH_TOKEN: _, ...env } = enough;
  const readFile = (path: string) => `content of ${path}\n`;
  const { config } = configOf({ ...env, TWILIO_AUTH_TOKEN_FILE: "/run/token" }, { readFile });
  expect(config.apps["default"]?.authToken).toBe("content of /run/token");
});

test("a secret on the command line is a file too", () => {
  const { config } = configOf(enough, { flags: { "pivot-key-file": "key.txt" }, readFile: (path) => path });
  expect(config.pivotKey).toBe("key.txt");
});

test("a secret's file that cannot be read is a fault that says why", () => {
  const readFile = () => {
    throw new Error("ENOENT: no such file");
  };
  expect(faultsOf({ ...enough, TWIVOT_PIVOT_KEY_FILE: "/run/key" }, { readFile })).toEqual([
    'TWIVOT_PIVOT_KEY_FILE="/run/key" cannot be read (ENOENT: no such file); name a file that twivot may read.',
  ]);
});

test("an empty secret's file is a fault", () => {
  expect(faultsOf({ ...enough, TWIVOT_PIVOT_KEY_FILE: "/run/key" })).toEqual([
    'TWIVOT_PIVOT_KEY_FILE="/run/key" is an empty file; write the value into it or unset TWIVOT_PIVOT_KEY_FILE.',
  ]);
});

test("a secret both set and named by a file is a fault", () => {
  expect(faultsOf({ ...enough, TWILIO_AUTH_TOKEN_FILE: "/run/token" })).toEqual([
    "TWILIO_AUTH_TOKEN and TWILIO_AUTH_TOKEN_FILE are both set; unset one of them.",
  ]);
});

test("the public URL loses the slash at its end", () => {
  const env = { ...enough, TWIVOT_PUBLIC_URL: "https://twivot.example/kazoo/" };
  expect(configOf(env).config.publicUrl).toBe("https://twivot.example/kazoo");
});

test.each([
  "ftp://twivot.example",
  "https://twivot.example/?a=b",
  "https://twivot.example/#a",
  "https://user@twivot.example",
  "https:twivot.example",
  "https://",
  "https://twivot example",
])("the public URL cannot be %s", (url) => {
  expect(faultsOf({ ...enough, TWIVOT_PUBLIC_URL: url })).toHaveLength(1);
});

test.each(["http://LocalHost:8080", "http://127.0.0.1", "http://0.0.0.0:1/base", "http://2130706433"])(
  "%s as public URL is warned of: Kazoo refuses it",
  (url) => {
    expect(configOf({ ...enough, TWIVOT_PUBLIC_URL: url }).warnings).toEqual([
      expect.stringContaining("Kazoo's URL check rejects"),
    ]);
  },
);

test("a voice URL keeps every byte, with user and connection overrides", () => {
  const url = "HTTP://user:pass@App.example:80/a/../voice?b=%7e&b#rc=3&ct=2000";
  expect(configOf({ ...enough, TWIVOT_VOICE_URL: url }).config.apps["default"]?.voiceUrl).toBe(url);
});

test("requests that go unsigned are warned of", () => {
  expect(configOf({ ...enough, TWILIO_AUTH_TOKEN: "" }).warnings).toEqual([
    expect.stringContaining("are not signed"),
  ]);
});

test("a misspelt variable is warned of", () => {
  expect(configOf({ ...enough, TWIVOT_PIVOT_KEYS: "a" }).warnings).toEqual([
    "TWIVOT_PIVOT_KEYS is not a variable of twivot and has no effect; see twivot serve --help.",
  ]);
});

test("words are taken in any letter case", () => {
  const env = { ...enough, TWIVOT_VOICE_METHOD: "get", LOG_LEVEL: "WARN", TWIVOT_DEFAULT_COUNTRY: "gb" };
  const { config } = configOf(env);
  expect([config.apps["default"]?.voiceMethod, config.logLevel, config.defaultCountry]).toEqual([
    "GET",
    "warn",
    "GB",
  ]);
});

test.each([
  ["TWIVOT_DEFAULT_COUNTRY", "ZZ"],
  ["TWILIO_ACCOUNT_SID", "AC123"],
  ["TWIVOT_VOICE_URL", "/voice"],
  ["TWIVOT_DEADLINE_MS", "4.5"],
  ["TWIVOT_APP_TIMEOUT_MS", "0"],
  ["PORT", "65536"],
  ["PORT", "-1"],
  ["HOST", "a host"],
  ["TWILIO_AUTH_TOKEN", "two\nlines"],
  ["TWIVOT_ON_APP_ERROR", "ignore"],
  ["TWIVOT_ON_NET_CALLERS", "user"],
  ["TWIVOT_ANONYMOUS_CALLERS", "hide"],
])("%s cannot be %j", (name, value) => {
  expect(faultsOf({ ...enough, [name]: value })).toHaveLength(1);
});

test("whatever is in the environment, there is a configuration or a list of faults", () => {
  const environment = fc.record(
    Object.fromEntries(variableList.map(([, { name }]) => [name, fc.string({ unit: "binary" })])),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(environment, (env) => {
      const reading = read(env as Record<string, string>);
      expect("faults" in reading ? reading.faults.length : reading.config).toBeTruthy();
    }),
  );
});
