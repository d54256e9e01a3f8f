import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { inSpan } from "./tracing.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));

test("a step gives what it gives, and fails as it fails", async () => {
  expect(await inSpan("pivot", {}, async () => 7)).toBe(7);
  const failing = inSpan("pivot", {}, () => Promise.reject(new Error("no answer")));
  await expect(failing).rejects.toThrow("no answer");
});

test("a step without a promise gives what it gives, and fails as it fails", () => {
  expect(inSpan("translate", {}, () => 7)).toBe(7);
  const failing = () =>
    inSpan("translate", {}, () => {
      throw new Error("no flow");
    });
  expect(failing).toThrow("no flow");
});

test("with the preload, spans with their names and attributes are sent where OTEL_EXPORTER_OTLP_ENDPOINT says", async () => {
  const received: Buffer[] = [];
  const collector = createServer(async (request, response) => {
    if (request.url === "/v1/traces") received.push(await buffer(request));
    response.end();
  });
  collector.listen(0, "127.0.0.1");
  await once(collector, "listening");
  onTestFinished(() => void collector.close());
  const { port } = collector.address() as AddressInfo;
  const program = `
    import { inSpan } from ${JSON.stringify(`${folder}tracing.ts`)};
    await inSpan("pivot", { "twivot.app": "ivr" }, () => inSpan("application", {}, async () => undefined));
    await inSpan("failing", {}, () => Promise.reject(new Error("no answer"))).catch(() => undefined);
  `;
  const child = spawn(
    process.execPath,
    ["--import", `${folder}otel-preload.ts`, "--input-type=module-typescript", "--eval", program],
    {
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
        OTEL_TRACES_EXPORTER: "otlp",
        OTEL_METRICS_EXPORTER: "none",
        OTEL_LOGS_EXPORTER: "none",
      },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const [[code], talk] = await Promise.all([once(child, "exit"), buffer(child.stderr)]);
  expect(talk.toString()).toBe("");
  expect(code).toBe(0);
  const sent = Buffer.concat(received).toString("latin1");
  for (const text of ["twivot", "pivot", "twivot.app", "application", "failing", "no answer"]) {
    expect(sent).toContain(text);
  }
}, 30_000);
