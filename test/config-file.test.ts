import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { configurationPage } from "../src/config/configuration-page.ts";
import { fileSchema } from "../src/config/file-schema.ts";
import { readConfig } from "../src/config/read-config.ts";
import type { App } from "../src/config.ts";

/** The file that TWIVOT_CONFIG names, read with the text here in it. */
const secret = "0123456789abcdef0123456789abcdef";

type More = {
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
};

function read(text: string, { env = {}, flags = {}, files = {} }: More = {}) {
  const all: Readonly<Record<string, string>> = { "twivot.yaml": text, ...files };
  return readConfig({
    flags,
    env: { TWIVOT_CONFIG: "twivot.yaml", ...env },
    readFile: (path) => {
      const content = all[path];
      if (content === undefined) throw new Error("ENOENT: no such file");
      return content;
    },
    randomBytes: (size) => new Uint8Array(size),
  });
}

function readingOf(text: string, more: More = {}) {
  const reading = read(text, more);
  if ("faults" in reading) throw new Error(reading.faults.join("\n"));
  return reading;
}

function appOf(name: string, text: string, more: More = {}): App | undefined {
  return readingOf(text, more).config.apps[name];
}

function faultsOf(text: string, more: More = {}): readonly string[] {
  const reading = read(text, more);
  return "faults" in reading ? reading.faults : [];
}

const base = `publicUrl: http://twivot.example\nsecret: ${secret}\n`;
const app = "apps: { default: { voiceUrl: https://app.example/voice } }\n";

test("a file is enough: settings, an application, and where each value is from", () => {
  const { config, origins } = readingOf(`${base}deadlineMs: 3000\n${app}`);
  expect([config.publicUrl, config.deadlineMs, config.apps["default"]?.voiceUrl]).toEqual([
    "http://twivot.example",
    3000,
    "https://app.example/voice",
  ]);
  expect([origins.deadlineMs, origins.voiceUrl, origins.port]).toEqual(["file", "file", "default"]);
});

test("flags win over the environment, and that over the file", () => {
  const text = `${base}${app}deadlineMs: 1000\nport: 1\nhost: a\n`;
  const more = { env: { TWIVOT_DEADLINE_MS: "2000", PORT: "2" }, flags: { "deadline-ms": "3000" } };
  const { config } = readingOf(text, more);
  expect([config.deadlineMs, config.port, config.host]).toEqual([3000, 2, "a"]);
});

test("a file with five faults lists all five, each with its place and what to write", () => {
  const text = [
    "publicUrl: twivot.example",
    "kazooVersoin: 5.0",
    `secret: ${secret}`,
    "endpoints: { clients: { bob: { user: a, device: b } } }",
    "apps:",
    "  main: { voiceMethod: POST }",
    "routes:",
    "  - { to: +15005550006, app: mian }",
  ].join("\n");
  expect(faultsOf(text)).toEqual([
    'twivot.yaml:1:12: publicUrl="twivot.example" is not valid; it must be a URL with http:// or https:// and without user, query and fragment, such as https://twivot.example.',
    "twivot.yaml:2:1: kazooVersoin is not known; did you mean kazooVersion?",
    "twivot.yaml:4:30: endpoints.clients.bob must have exactly one of user, device, group, ringGroup, callflow, queue, voicemail, number.",
    "twivot.yaml:6:9: apps.main.voiceUrl is not set; it must be an absolute URL with http:// or https://, such as https://app.example/voice.",
    'twivot.yaml:8:25: routes[0].app: there is no application "mian"; there are: none.',
  ]);
});

test("faults of the environment and of the file are told together", () => {
  const faults = faultsOf(`${base}${app}deadlineMs: x\n`, { env: { PORT: "x" } });
  expect(faults).toEqual([
    'PORT="x" is not valid; it must be a whole number from 0 to 65535.',
    'twivot.yaml:4:13: deadlineMs="x" is not valid; it must be a whole number from 100 to 4900.',
  ]);
});

test("a value of the file that a flag overrides must still be good", () => {
  expect(faultsOf(`${base}${app}port: x\n`, { flags: { port: "1" } })).toHaveLength(1);
});

test.each([
  ["publicUrl: [1", /^twivot\.yaml:1:\d+: /],
  [`${base}${app}publicUrl: http://other.example\n`, /^twivot\.yaml:4:1: Map keys must be unique/],
  [`${base}${app}---\na: b\n`, /^twivot\.yaml:4:\d+: Source contains multiple documents/],
  [`${base}${app}voices: &a { x: *a }\n`, /^twivot\.yaml:4:17: voices\.x is an alias/],
  ["- a", /^twivot\.yaml:1:1: The file must be keys with a value each, such as /],
  [`${base}${app}routes: { to: a }`, /^twivot\.yaml:4:9: routes must be a list\.$/],
  [`${base}${app}routes: [a]`, /^twivot\.yaml:4:10: routes\[0\] must be keys with a value each, such as to,/],
  [`${base}${app}routes: [{ app: default }]`, /routes\[0\] must have at least one of to, account, realm\.$/],
  [`${base}${app}port: { a: b }`, /^twivot\.yaml:4:7: port must be a whole number from 0 to 65535\.$/],
  [
    `${base}apps: { return: { voiceUrl: "http://a.example" } }`,
    /^twivot\.yaml:3:9: apps\.return cannot be a name/,
  ],
  [`${base}apps: { "a/b": { voiceUrl: "http://a.example" } }`, /apps\["a\/b"\] cannot be a name/],
  [
    `${base}apps: { default: { voiceMethod: POST } }`,
    /apps\.default\.voiceUrl is not set; set it, or TWIVOT_VOICE_URL/,
  ],
  [`${base}${app}recordings: { directory: a, s3: { bucket: b, region: c } }`, /keep one of them/],
  [`${base}${app}endpoints: { clients: { bob: { usr: a } } }`, /bob\.usr is not known; did you mean user\?$/],
  [`${base}${app}endpoints: { clients: { bob: {} } }`, /clients\.bob must have exactly one of user/],
  [
    `${base}${app}endpoints: { numbers: { 5005550006: { user: a }, +15005550006: { user: b } } }`,
    /are the same number, \+15005550006; keep one of them\.$/,
  ],
])("%j has one fault, with its place", (text, fault) => {
  expect(faultsOf(text)).toEqual([expect.stringMatching(fault)]);
});

test("a file that cannot be read is one fault, which names the option", () => {
  expect(faultsOf(base, { flags: { config: "other.yaml" } })).toEqual([
    '--config="other.yaml" cannot be read (ENOENT: no such file); name a YAML file that twivot may read.',
  ]);
});

test("an empty value counts as none", () => {
  const { config } = readingOf(`${base}${app}port:\npivotKey: ""\nendpoints:\nroutes:\n`);
  expect([config.port, config.pivotKey, config.routes]).toEqual([8080, undefined, []]);
});

test("secrets come from files and from the environment", () => {
  const text = `publicUrl: http://twivot.example\nsecret: { file: /run/secret }\napps: { a: { voiceUrl: "http://a.example", authToken: { env: A_TOKEN } } }\n`;
  const { config } = readingOf(text, { env: { A_TOKEN: "of a" }, files: { "/run/secret": `${secret}\n` } });
  expect([config.secrets, config.apps["a"]?.authToken]).toEqual([[secret], "of a"]);
});

test.each([
  ["{ file: /nope }", 'authToken.file="/nope" cannot be read'],
  ["{ env: NOPE }", "authToken names NOPE, which is not set in the environment"],
  ["{ file: a, env: b }", "authToken must be the value, or { file: PATH }, or { env: NAME }."],
  ["{ path: a }", "authToken must be the value, or { file: PATH }, or { env: NAME }."],
])("%s as a secret is a fault", (token, fault) => {
  const text = `${base}apps: { a: { voiceUrl: "http://a.example", authToken: ${token} } }\n`;
  expect(faultsOf(text)).toEqual([expect.stringContaining(fault)]);
});

test("no fault and no shown value has a secret in it", () => {
  const text = `publicUrl: http://twivot.example\nsecret: too-short\napps: { a: { voiceUrl: "http://u:pass@a.example", authToken: hidden } }\n`;
  expect(faultsOf(text)).toEqual([expect.stringContaining("secret (9 characters) is not valid")]);
  expect(faultsOf(text).join()).not.toContain("too-short");
  const { fileValues } = readingOf(text.replace("too-short", secret));
  expect(fileValues.map(({ path, shown }) => `${path}=${shown}`)).toEqual([
    "publicUrl=http://twivot.example",
    "secret=***",
    "apps.a.voiceUrl=http://u:***@a.example",
    "apps.a.authToken=***",
  ]);
});

test("an application overrides what holds for all", () => {
  const text = `${base}${app.replace("} }", `}, b: { voiceUrl: "http://b.example", kazooVersion: 5.0, appTimeoutMs: 1, localResources: true, returnExtension: 9002, recordEmpty: action } }`)}returnExtension: 9001\n`;
  const { apps } = readingOf(text).config;
  expect(apps["default"]).toMatchObject({
    appTimeoutMs: 15_000,
    platform: { kazoo: "4.3", localResources: false, returnExtension: "9001", recordEmpty: "fallthrough" },
  });
  expect(apps["b"]).toMatchObject({
    appTimeoutMs: 1,
    platform: { kazoo: "5.0", localResources: true, returnExtension: "9002", recordEmpty: "action" },
  });
});

test("the environment wins for the application default, and says nothing of the others", () => {
  const text = `${base}apps:\n  default: { voiceUrl: "http://a.example", fallbackUrl: "http://a.example/f", appTimeoutMs: 1 }\n  b: { voiceUrl: "http://b.example" }\n`;
  const env = { TWIVOT_VOICE_URL: "http://env.example", TWILIO_AUTH_TOKEN: "t", TWIVOT_APP_TIMEOUT_MS: "2" };
  const { apps } = readingOf(text, { env }).config;
  const values = Object.values(apps).map((each) => [
    each.name,
    each.voiceUrl,
    each.authToken,
    each.appTimeoutMs,
  ]);
  expect(values).toEqual([
    ["default", "http://env.example", "t", 2],
    ["b", "http://b.example", undefined, 2],
  ]);
  expect(apps["default"]?.fallbackUrl).toBe("http://a.example/f");
});

test("without apps in the file the environment must have a voice URL", () => {
  expect(faultsOf(base)).toEqual([expect.stringContaining("TWIVOT_VOICE_URL is not set")]);
});

test("with other applications there need be no default", () => {
  const { config, warnings } = readingOf(`${base}apps: { b: { voiceUrl: "http://b.example" } }\n`, {
    env: { TWIVOT_STATUS_CALLBACK: "http://status.example" },
  });
  expect(Object.keys(config.apps)).toEqual(["b"]);
  expect(warnings).toEqual([
    expect.stringMatching(/^apps\.b\.authToken is not set: .* not signed/),
    "TWIVOT_STATUS_CALLBACK has no effect: TWIVOT_VOICE_URL and apps.default are not set.",
  ]);
});

test("endpoints are of all applications, and an application adds its own; numbers become E.164", () => {
  const text = `${base}endpoints:
  clients: { alice: { user: u1 }, bob: { device: d1 } }
  numbers: { "(500) 555-0006": { number: 1001 }, "1002": { callflow: c1 } }
  queues: { help: { queue: q1 } }
  default: { group: "{name}" }
apps:
  a: { voiceUrl: "http://a.example" }
  b:
    voiceUrl: http://b.example
    endpoints: { clients: { bob: { ringGroup: g1 } }, numbers: { 5005550001: { number: 5005550002 } }, default: { voicemail: v1 } }
`;
  expect(appOf("a", text)?.platform.endpoints).toEqual({
    clients: { alice: { kind: "user", id: "u1" }, bob: { kind: "device", id: "d1" } },
    sip: {},
    numbers: { "+15005550006": { kind: "number", number: "1001" }, "1002": { kind: "callflow", id: "c1" } },
    queues: { help: { kind: "queue", id: "q1" } },
    default: { kind: "group", id: "{name}" },
  });
  expect(appOf("b", text)?.platform.endpoints).toMatchObject({
    clients: { alice: { kind: "user", id: "u1" }, bob: { kind: "ringGroup", id: "g1" } },
    numbers: { "+15005550001": { kind: "number", number: "+15005550002" } },
    default: { kind: "voicemail", id: "v1" },
  });
});

test("the name that was called can stand in the default only", () => {
  const text = (endpoints: string) => `${base}${app}endpoints: ${endpoints}\n`;
  expect(appOf("default", text('{ default: { number: "9{name}" } }'))?.platform.endpoints.default).toEqual({
    kind: "number",
    number: "9{name}",
  });
  expect(faultsOf(text('{ clients: { bob: { number: "9{name}" } } }'))).toEqual([
    expect.stringMatching(
      /bob\.number="9\{name\}" is not valid; it must be a number or an extension, such as/,
    ),
  ]);
});

test("voices of an application come before those of all", () => {
  const text = `${base}voices: { alice: { voice: a }, man: { voice: m } }\napps: { b: { voiceUrl: "http://b.example", voices: { alice: { voice: b, engine: flite } } } }\n`;
  expect(appOf("b", text)?.platform.voices).toEqual({
    alice: { voice: "b", engine: "flite" },
    man: { voice: "m" },
  });
});

test("routes keep their order, with numbers in E.164 by the default country", () => {
  const text = `${base}${app}defaultCountry: GB\nroutes:\n  - { to: 020 7946 0018, app: default }\n  - { account: abc, realm: a.example, app: default }\n`;
  expect(readingOf(text).config.routes).toEqual([
    { to: "+442079460018", app: "default" },
    { account: "abc", realm: "a.example", app: "default" },
  ]);
});

test("recordings go to a bucket, unless a directory is given outside of the file", () => {
  const text = `${base}${app}recordings: { keepDays: 3, s3: { bucket: b, region: r } }\n`;
  expect(readingOf(text).config.recordings).toMatchObject({
    keepDays: 3,
    store: { kind: "s3", bucket: "b", region: "r", endpoint: undefined, prefix: "" },
  });
  const env = { TWIVOT_RECORDINGS_DIRECTORY: "here" };
  expect(readingOf(text, { env }).config.recordings.store).toEqual({ kind: "directory", directory: "here" });
});

test("a name such as __proto__ is a name like others", () => {
  const text = `${base}apps: { __proto__: { voiceUrl: "http://a.example" } }\n`;
  const { apps } = readingOf(text).config;
  expect([Object.keys(apps), Object.getPrototypeOf(apps)]).toEqual([["__proto__"], Object.prototype]);
});

test("whatever is in the file, there is a configuration or a list of faults", () => {
  const keys = fc.constantFrom(
    "apps",
    "routes",
    "endpoints",
    "default",
    "voiceUrl",
    "secret",
    "file",
    "port",
    "x",
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      fc.string(),
      fc.constant(null),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(keys, tie("tree"), { maxKeys: 4 }),
    ),
  }));
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    tree.map((each) => stringify(each)),
  );
  fc.assert(
    fc.property(text, (file) => {
      const reading = read(file);
      expect("faults" in reading ? reading.faults.length : reading.config).toBeTruthy();
    }),
  );
});

test("deeply nested text is a fault", () => {
  expect(faultsOf("[".repeat(100_000))).not.toEqual([]);
});

const page = readFileSync(new URL("../docs/configuration.md", import.meta.url), "utf8");

test("docs/configuration.md is current", () => {
  expect(page).toBe(configurationPage());
});

test("the example in the docs is good, for twivot and for the schema", () => {
  const [, example = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const more = { env: { TWILIO_AUTH_TOKEN: "t" }, files: { "/run/secrets/twivot": secret } };
  const { config } = readingOf(example, more);
  expect([Object.keys(config.apps), config.routes.length]).toEqual([["default", "support"], 2]);
});

test("the printed schema is JSON Schema, and tells faults as twivot does", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const isGood = ajv.compile(JSON.parse(JSON.stringify(fileSchema)));
  const good = {
    publicUrl: "http://twivot.example",
    secret: { env: "A" },
    kazooVersion: 4.3,
    endpoints: { clients: { bob: { user: "a" } } },
    apps: { default: {}, b: { voiceUrl: "http://b.example" } },
    routes: [{ to: "+15005550006", app: "b" }],
  };
  expect([isGood(good), isGood.errors]).toEqual([true, null]);
  const bad = [
    { publicUrl: "twivot" },
    { sekret: "a" },
    { secret: "short" },
    { port: 70_000 },
    { apps: { b: {} } },
    { apps: { return: { voiceUrl: "http://b.example" } } },
    { endpoints: { clients: { bob: { user: "a", device: "b" } } } },
    { routes: [{ app: "b" }] },
  ];
  expect(bad.filter((each) => isGood(each))).toEqual([]);
});
