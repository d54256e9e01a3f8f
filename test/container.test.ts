import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer, Wait } from "testcontainers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStore } from "../examples/store/app.ts";
import type { Office } from "../examples/store/office.ts";
import { playCall } from "./support/kazoo.ts";

/** The image in a container, between a pretend Kazoo and the sample application outside of it. */
const image = process.env["TWIVOT_IMAGE"] ?? "";
const reasonToSkip = image === "" ? "TWIVOT_IMAGE names no image" : await whyNoEngine();

const publicUrl = "http://twivot.test:8080";
const authToken = "the-token-of-the-shop";
const outside = "host.docker.internal";

const office: Office = { messages: [], told: [] };
const store = createServer(createStore({ authToken, now: () => Date.UTC(2026, 2, 2, 10), office }));

async function whyNoEngine(): Promise<string | undefined> {
  try {
    await getContainerRuntimeClient();
    return undefined;
  } catch (error) {
    return `there is no container engine: ${error}`;
  }
}

async function start(
  path: string,
  exposed: number | { container: number; host: number },
  env: Record<string, string>,
): Promise<StartedTestContainer> {
  const { port } = store.address() as AddressInfo;
  return new GenericContainer(image)
    .withEnvironment({
      TWIVOT_VOICE_URL: `http://${outside}:${port}${path}`,
      TWIVOT_SECRET: "a-secret-for-tests-of-32-characters-or-more",
      TWILIO_AUTH_TOKEN: authToken,
      ...env,
    })
    .withExtraHosts([{ host: outside, ipAddress: "host-gateway" }])
    .withExposedPorts(exposed)
    .withWaitStrategy(Wait.forHealthCheck())
    .start();
}

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "0.0.0.0");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe.skipIf(reasonToSkip)(`in a container${reasonToSkip ? ` (skipped: ${reasonToSkip})` : ""}`, () => {
  let container: StartedTestContainer;

  beforeAll(async () => {
    // The container reaches its host, but not the host's loopback.
    await new Promise<void>((resolve) => store.listen(0, "0.0.0.0", resolve));
    container = await start("/voice", 8080, { TWIVOT_PUBLIC_URL: publicUrl });
  }, 60_000);
  afterAll(async () => {
    await container?.stop();
    store.close();
  });

  test("a whole call is served", async () => {
    const url = `http://${container.getHost()}:${container.getMappedPort(8080)}`;
    const { heard, faults } = await playCall(
      { publicUrl, url },
      {
        caller: `
          hears "For opening hours" wait 2s press 2
          hears "number of your order" wait 1s press 1002#
          hears "For opening hours" hang up`,
      },
    );
    expect(faults).toEqual([]);
    expect(heard.filter((text) => !/press \d/.test(text))).toEqual([
      "Hello, and welcome to the corner shop.",
      expect.stringContaining("enter the number of your order"),
      "Order 1 0 0 2 is on its way to you.",
      "ended by caller",
    ]);
  });

  test("a message is recorded, and the application fetches it", async () => {
    const host = await freePort();
    // Another loopback address, which Kazoo does not refuse.
    const url = `http://127.0.0.2:${host}`;
    const other = await start("/office", { container: 8080, host }, { TWIVOT_PUBLIC_URL: url });
    try {
      const { heard, exchanges, faults } = await playCall(
        { publicUrl: url, url },
        {
          caller: `
            hears "Press 1" press 2
            hears "after the tone" wait 6s speak for 5s
            after 1s press #`,
        },
      );
      expect(faults).toEqual([]);
      const put = exchanges.find(({ request }) => request.method === "PUT");
      const sent = createHash("sha256")
        .update(put?.request.body ?? "")
        .digest("hex");
      expect(office.messages).toMatchObject([{ sha256: sent }]);
      expect(heard).toContain(`Thank you for your message of ${office.messages[0]?.seconds} seconds.`);
    } finally {
      await other.stop();
    }
  }, 60_000);

  test("its admin listener, which is reached from inside, says that it is ready", async () => {
    const ask = "console.log((await fetch('http://127.0.0.1:9090/readyz')).status)";
    const { exitCode, stdout } = await container.exec(["node", "--input-type=module", "-e", ask]);
    expect([exitCode, stdout]).toEqual([0, "200\n"]);
  });

  test("it does not run as root", async () => {
    expect((await container.exec(["id", "-u"])).stdout).toBe("1000\n");
  });

  test("its demonstration tells that it needs a checkout", async () => {
    const { exitCode, stderr } = await container.exec(["node", "dist/main.js", "demo"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("only a checkout of twivot has")]);
  });

  test("SIGTERM ends it with exit code 0", async () => {
    const client = await getContainerRuntimeClient();
    const inEngine = client.container.getById(container.getId());
    await inEngine.kill({ signal: "SIGTERM" });
    expect(await inEngine.wait()).toMatchObject({ StatusCode: 0 });
  });
});
