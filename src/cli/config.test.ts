import { expect, test } from "vitest";
import { cliWorld } from "../../test/cli-world.ts";
import { runCli } from "./main.ts";

const env = {
  TWIVOT_PUBLIC_URL: "http://twivot.example",
  TWIVOT_VOICE_URL: "http://user:pass@app.example/voice",
  TWIVOT_SECRET: "0123456789abcdef0123456789abcdef",
  TWILIO_AUTH_TOKEN: "tokentokentoken",
};

async function run(args: string[], environment: Record<string, string> = env) {
  const world = cliWorld({ env: environment });
  const exitCode = await runCli(["config", ...args], world);
  return { exitCode, out: world.out(), err: world.err() };
}

test("the configuration is printed with where each value came from", async () => {
  const { exitCode, out, err } = await run(["--port", "81"]);
  expect([exitCode, err]).toEqual([0, ""]);
  expect(out).toContain("PORT=81  # flag\n");
  expect(out).toContain("TWIVOT_PUBLIC_URL=http://twivot.example  # environment\n");
  expect(out).toContain("TWIVOT_DEADLINE_MS=4500  # default\n");
  expect(out).toContain("# TWIVOT_PIVOT_KEY is not set\n");
});

test.each([[[]], [["--json"]]])("no secret is printed with %j", async (args) => {
  const { out } = await run(args);
  expect(out).toContain("http://user:***@app.example/voice");
  for (const secret of [env.TWIVOT_SECRET, env.TWILIO_AUTH_TOKEN, "pass@"]) expect(out).not.toContain(secret);
});

test("--json prints settings and warnings", async () => {
  const { TWILIO_AUTH_TOKEN: _, ...unsigned } = env;
  expect(JSON.parse((await run(["--json"], unsigned)).out)).toMatchObject({
    settings: {
      PORT: { value: 8080, from: "default" },
      TWIVOT_SECRET: { value: "***", from: "environment" },
      TWILIO_AUTH_TOKEN: { value: null, from: "none" },
    },
    warnings: [expect.stringContaining("TWILIO_AUTH_TOKEN is not set")],
  });
});

test("--check says nothing of a valid configuration", async () => {
  expect(await run(["--check"])).toEqual({ exitCode: 0, out: "", err: "" });
});

test("--check tells all faults on stderr, a line each", async () => {
  const { exitCode, out, err } = await run(["--check", "--port", "x"], {});
  expect([exitCode, out]).toEqual([2, ""]);
  expect(err.split("\n")).toEqual([
    expect.stringContaining('--port="x"'),
    expect.stringContaining("TWIVOT_PUBLIC_URL is not set"),
    expect.stringContaining("TWIVOT_VOICE_URL is not set"),
    "",
  ]);
});

test("--json has faults as data too", async () => {
  const { exitCode, out } = await run(["--json"], { ...env, PORT: "x" });
  expect([exitCode, JSON.parse(out)]).toEqual([2, { faults: [expect.stringContaining('PORT="x"')] }]);
});

const file = `publicUrl: http://twivot.example
secret: ${env.TWIVOT_SECRET}
apps:
  default: { voiceUrl: "http://app.example/voice", authToken: ${env.TWILIO_AUTH_TOKEN}, appTimeoutMs: 1000 }
  support: { voiceUrl: "http://user:pass@s.example/voice", authToken: hidden }
routes: [{ to: 5005550006, app: support }]
`;

async function runWithFile(args: string[], environment: Record<string, string> = {}) {
  const world = cliWorld({ env: { TWIVOT_CONFIG: "twivot.yaml", ...environment }, readFile: () => file });
  const exitCode = await runCli(["config", ...args], world);
  return { exitCode, out: world.out(), err: world.err() };
}

test("values of the file are printed with their path where they have no variable", async () => {
  const { exitCode, out, err } = await runWithFile([]);
  expect([exitCode, err]).toEqual([0, ""]);
  expect(out).toContain("TWIVOT_VOICE_URL=http://app.example/voice  # file\n");
  expect(out).toContain("TWIVOT_LOCAL_RESOURCES=false  # default\n");
  expect(out.slice(out.indexOf("apps."))).toBe(
    [
      "apps.default.appTimeoutMs=1000  # file",
      "apps.support.voiceUrl=http://user:***@s.example/voice  # file",
      "apps.support.authToken=***  # file",
      "routes[0].to=5005550006  # file",
      "routes[0].app=support  # file",
      "",
    ].join("\n"),
  );
});

test("a value of the file that a variable overrides is not printed", async () => {
  const { out } = await runWithFile([], { TWIVOT_APP_TIMEOUT_MS: "2000" });
  expect(out).toContain("TWIVOT_APP_TIMEOUT_MS=2000  # environment\n");
  expect(out).not.toContain("apps.default.appTimeoutMs");
});

test("--json has the values of the file beside the others", async () => {
  expect(JSON.parse((await runWithFile(["--json"])).out).settings).toMatchObject({
    TWIVOT_SECRET: { value: "***", from: "file" },
    TWIVOT_LOCAL_RESOURCES: { value: false, from: "default" },
    "apps.support.authToken": { value: "***", from: "file" },
  });
});

test("--schema prints JSON Schema, with nothing configured", async () => {
  const { exitCode, out } = await run(["--schema"], {});
  expect(exitCode).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    properties: { deadlineMs: { type: "integer", minimum: 100, maximum: 4900, default: 4500 } },
    additionalProperties: false,
  });
});

test("--markdown prints the page of the docs", async () => {
  expect((await run(["--markdown"], {})).out).toMatch(/^# Configuration\n/);
});

test("of --check, --schema and --markdown only one is taken", async () => {
  const { exitCode, out, err } = await run(["--schema", "--markdown"]);
  expect([exitCode, out, err]).toEqual([2, "", "Take one of --check, --schema and --markdown.\n"]);
});
