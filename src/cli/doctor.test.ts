import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { cliWorld } from "../../test/cli-world.ts";
import { authToken, startApplication } from "../../test/support/application.ts";
import { keepingLog } from "../../test/support/twivot.ts";
import { createFetch } from "../http-client.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { runCli } from "./main.ts";

async function doctor(args: readonly string[], env: Record<string, string>) {
  const world = cliWorld({
    env,
    randomBytes,
    now: Date.now,
    openOutside: async () => {
      const fetch = createFetch();
      const store = createMemoryStore(Date.now);
      const outside = { fetch, now: Date.now, randomBytes, log: keepingLog([]), store };
      return { ...outside, hideSecretsOf: () => undefined, close: () => fetch.close() };
    },
  });
  return { exitCode: await runCli(["doctor", ...args], world), out: world.out(), err: world.err() };
}

test("an installation with a fault is told line by line, with exit status 1", async () => {
  await using application = await startApplication({ "/voice": "<Response/>" });
  const { exitCode, out } = await doctor([], {
    TWIVOT_PUBLIC_URL: "http://localhost:8080",
    TWIVOT_VOICE_URL: `${application.url}/voice`,
    TWILIO_AUTH_TOKEN: authToken,
    TWIVOT_RECORDINGS_DIRECTORY: "/dev/null/recordings",
  });
  expect(exitCode).toBe(1);
  expect(out).toMatch(/^fault {3}public-url: Kazoo refuses to ask http:\/\/localhost:8080/m);
  expect(out).toMatch(/^ok {6}application: .*it answers 0 verbs/m);
  expect(out).toMatch(/^fault {3}recordings: /m);
});

test("with --json the findings are data", async () => {
  const { exitCode, out } = await doctor(["--json"], { TWIVOT_VOICE_URL: "nonsense" });
  expect(exitCode).toBe(2);
  expect(JSON.parse(out).findings).toContainEqual(
    expect.objectContaining({ check: "configuration", level: "fault" }),
  );
});

test("a login to Kazoo is whole or not there", async () => {
  const { exitCode, err } = await doctor(["--kazoo-url", "http://kazoo.example:8000"], {});
  expect(exitCode).toBe(2);
  expect(err).toBe("--kazoo-url, --kazoo-account and --kazoo-api-key-file go together.\n");
});
