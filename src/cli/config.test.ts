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
