import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { askPivot, modulesOf, wayBack } from "../support/ask-pivot.ts";
import { operatorsApology } from "../support/kazoo.ts";
import { answerOf, hello, menu, startBroken } from "./broken-application.ts";
import { expectNothingLeftAtEnd } from "./leaks.ts";
import { apology, expectAtOnce, expectInTime, meetFault, startHurried, unhurried } from "./meet-fault.ts";

/** Applications with which there is no connection, or not the one that was thought. */
expectNothingLeftAtEnd();

const operatorIsHeard = { heard: [operatorsApology, "ended by platform"], statuses: [502] };

test.each([
  ["refuses connections", "http://127.0.0.1:1", "app-refused"],
  ["has a name that DNS does not know", "http://no-such-host.invalid", "app-dns"],
])("an application that %s is a 502", async (_name, url, code) => {
  const outcome = await meetFault({ url }, unhurried);
  expect(outcome).toMatchObject({ ...operatorIsHeard, codes: [code] });
  expectAtOnce(outcome);
});

test.each([
  ["speaks no TLS", (socket: Socket) => void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")],
  ["closes in the handshake", (socket: Socket) => void socket.end()],
  ["resets in the handshake", (socket: Socket) => void socket.resetAndDestroy()],
])("an application asked for TLS that %s is a 502", async (_name, greet) => {
  await using application = await startGreeter(greet);
  const outcome = await meetFault({ url: application.url.replace("http:", "https:") }, unhurried);
  expect(outcome).toMatchObject(operatorIsHeard);
  expect(outcome.codes).toEqual([expect.stringMatching(/^app-(?:tls|reset)$/)]);
  expectAtOnce(outcome);
});

test("an application that never finishes the TLS handshake is given up after its time, and nothing is left", async () => {
  await using application = await startGreeter(() => undefined);
  const outcome = await meetFault({ url: application.url.replace("http:", "https:") });
  expect(outcome).toMatchObject({ heard: [apology, "ended by platform"], codes: ["app-timeout"] });
  expectInTime(outcome);
});

/** Does something with a connection at its first bytes. */
async function startGreeter(greet: (socket: Socket) => void) {
  return startBroken(() => undefined, "", {
    greet: (socket) => void socket.once("data", () => greet(socket)),
  });
}

const certificate = selfSigned();
const reason = certificate === undefined ? " (skipped: there is no openssl command)" : "";

test.skipIf(certificate === undefined)(
  `an application with a certificate that nobody trusts is a 502${reason}`,
  async () => {
    const server = createHttpsServer({ ...certificate }, (_request, response) => response.end(hello));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `https://localhost:${(server.address() as AddressInfo).port}`;
    const outcome = await meetFault({ url }, unhurried);
    await new Promise((resolve) => server.close(resolve));
    expect(outcome).toMatchObject({ ...operatorIsHeard, codes: ["app-certificate"] });
    expectAtOnce(outcome);
  },
);

function selfSigned(): { key: string; cert: string } | undefined {
  const folder = mkdtempSync(join(tmpdir(), "twivot-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
  const files = ["-subj", "/CN=localhost", "-keyout", key, "-out", cert];
  try {
    execFileSync("openssl", ["req", "-x509", ...curve, ...files], { stdio: "ignore" });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each([
  ["closes", (socket: Socket) => void socket.end()],
  ["resets", (socket: Socket) => void socket.resetAndDestroy()],
])("an application that %s a kept connection between two requests is heard", async (_name, leave) => {
  let connections = 0;
  await using application = await startBroken(
    (socket) => {
      socket.write(answerOf(menu), () => setImmediate(leave, socket));
    },
    "/voice",
    {
      greet: () => {
        connections += 1;
      },
      otherwise: hello,
    },
  );
  await using twivot = await startHurried(`${application.url}/voice`, unhurried);
  const first = await askPivot(twivot);
  // Callers of the pretend Kazoo are too quick for the application.
  await sleep(100);
  const second = await askPivot(twivot, { at: wayBack(first), parameters: { "Digits[g1]": "1" } });
  expect(modulesOf(second)).toEqual(["tts", "hangup"]);
  expect(connections).toBe(2);
});

test("an application that closes a kept connection instead of answering on it is an apology", async () => {
  await using application = await startBroken((socket) => void socket.end(), "/menu");
  const outcome = await meetFault(application, unhurried);
  expect(outcome).toMatchObject({
    heard: ["Press 1 (cut)", apology, "ended by platform"],
    codes: ["app-reset"],
  });
  // A form is not sent twice by itself (RFC 9110, 9.2.2).
  expect(application.requests).toEqual(["POST /voice HTTP/1.1", "POST /menu HTTP/1.1"]);
});

test("the fallback URL is asked where the application fails, and is heard", async () => {
  await using application = await startBroken((socket) => void socket.resetAndDestroy());
  const outcome = await meetFault(application, {
    app: { ...unhurried.app, fallbackUrl: `${application.url}/fallback` },
    config: unhurried.config,
  });
  expect(outcome.heard[0]).toBe("Press 1 (cut)");
  expect(outcome.codes).toEqual([]);
});
