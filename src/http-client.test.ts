import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import {
  type AddressInfo,
  connect as connectTcp,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { allowedHosts } from "./allowed-hosts.ts";
import { createFetch } from "./http-client.ts";
import { ExchangeError, type ExchangeLimits, type OutgoingRequest } from "./outside.ts";

const client = createFetch();
afterAll(() => client.close());

const limits: ExchangeLimits = {
  connectTimeoutMs: 2_000,
  readTimeoutMs: 2_000,
  totalTimeoutMs: 4_000,
  maxBodyBytes: () => 1_000,
  serverName: true,
};

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** An application; gives its port. */
async function app(listener: RequestListener): Promise<number> {
  return await listen(createHttpServer(listener));
}

function get(url: string, change: Partial<ExchangeLimits> = {}): OutgoingRequest {
  return { method: "GET", url, headers: {}, limits: { ...limits, ...change } };
}

async function failure(request: OutgoingRequest): Promise<string> {
  const error = await client(request).catch((thrown: unknown) => thrown);
  if (!(error instanceof ExchangeError)) throw new Error("no ExchangeError", { cause: error });
  return error.failure;
}

test("path, query and headers arrive byte for byte", async () => {
  const seen: IncomingMessage[] = [];
  const port = await app((request, response) => {
    seen.push(request);
    response.end();
  });
  const url = `http://LocalHost:${port}/A%2fb/../c;d=1//?x=%20+'()*!&y[]=z&&`;
  await client({ ...get(url), headers: { "X-Home-Region": "us1", "User-Agent": "TwilioProxy/1.1" } });
  await client(get(`http://127.0.0.1:${port}?q`));
  expect(seen[0]?.url).toBe("/A%2fb/../c;d=1//?x=%20+'()*!&y[]=z&&");
  expect(seen[0]?.headers).toMatchObject({
    host: `LocalHost:${port}`,
    "x-home-region": "us1",
    "user-agent": "TwilioProxy/1.1",
  });
  expect(seen[1]?.url).toBe("/?q");
});

test("a form is posted and status, headers and body come back", async () => {
  const port = await app((request, response) => {
    request.setEncoding("utf8").on("data", (body: string) => {
      response.writeHead(418, { "Content-Type": "text/xml", "Set-Cookie": ["a=1", "b=2"] });
      response.end(`${request.method} ${body}`);
    });
  });
  const response = await client({
    ...get(`http://127.0.0.1:${port}/`),
    method: "POST",
    body: "From=%2B15551230001",
  });
  expect(response.status).toBe(418);
  expect(response.headers).toMatchObject({ "content-type": "text/xml", "set-cookie": ["a=1", "b=2"] });
  expect(Buffer.from(response.body).toString()).toBe("POST From=%2B15551230001");
});

test("without TLS there is no SNI to switch off", async () => {
  const port = await app((_request, response) => response.end("plain"));
  const response = await client(get(`http://127.0.0.1:${port}/`, { serverName: false }));
  expect(Buffer.from(response.body).toString()).toBe("plain");
});

test("redirects are not followed and bodies are not decoded", async () => {
  const port = await app((_request, response) => {
    response.writeHead(302, { Location: "/next", "Content-Encoding": "gzip" }).end("not gzip");
  });
  const response = await client(get(`http://127.0.0.1:${port}/`));
  expect(response).toMatchObject({ status: 302, headers: { location: "/next" } });
  expect(Buffer.from(response.body).toString()).toBe("not gzip");
});

test("connections are used again", async () => {
  const ports = new Set<number | undefined>();
  const port = await app((request, response) => {
    ports.add(request.socket.remotePort);
    response.end();
  });
  for (let round = 0; round < 6; round += 1) await client(get(`http://127.0.0.1:${port}/`));
  // undici rests a connection for a moment, so a second one takes turns with it.
  expect(ports.size).toBeLessThanOrEqual(2);
});

test("a request waits for none that is under way to the same application", async () => {
  const client = createFetch();
  const port = await app((request, response) => {
    if (request.url === "/fast") response.end("fast");
  });
  const slow = client(get(`http://127.0.0.1:${port}/slow`)).catch((error: unknown) => error);
  const fast = await client(get(`http://127.0.0.1:${port}/fast`));
  expect(Buffer.from(fast.body).toString()).toBe("fast");
  await client.close();
  expect(await slow).toBeInstanceOf(ExchangeError);
});

test("a body over the limit of its content type is cut off", async () => {
  const port = await app((request, response) => {
    response.setHeader("Content-Type", request.url === "/audio" ? "audio/mpeg" : "text/xml");
    response.end("x".repeat(2_000));
  });
  const maxBodyBytes = (type: string | undefined) => (type === "audio/mpeg" ? 2_000 : 1_999);
  expect(await failure(get(`http://127.0.0.1:${port}/text`, { maxBodyBytes }))).toBe("too-large");
  const audio = await client(get(`http://127.0.0.1:${port}/audio`, { maxBodyBytes }));
  expect(audio.body.length).toBe(2_000);
});

test.each(["", "<Response>"])("an application that stops after %j is a read timeout", async (sent) => {
  const port = await app((_request, response) => sent === "" || response.write(sent));
  expect(await failure(get(`http://127.0.0.1:${port}/`, { readTimeoutMs: 100 }))).toBe("read-timeout");
});

test("an application that goes on slowly is over when the total time is", async () => {
  const port = await app((_request, response) => {
    const ticking = setInterval(() => response.write("x"), 40);
    response.on("close", () => clearInterval(ticking));
  });
  const change = { readTimeoutMs: 300, totalTimeoutMs: 600 };
  expect(await failure(get(`http://127.0.0.1:${port}/`, change))).toBe("total-timeout");
});

test("a handshake that nobody answers is a connect timeout", async () => {
  const port = await listen(createTcpServer(() => undefined));
  expect(await failure(get(`https://127.0.0.1:${port}/`, { connectTimeoutMs: 150 }))).toBe("connect-timeout");
});

test.each([
  ["http://127.0.0.1:1/", "refused"],
  ["http://no-such-host.invalid/", "dns"],
])("%s cannot be reached: %s", async (url, expected) => {
  expect(await failure(get(url))).toBe(expected);
});

test.each([
  ["closes at once", (socket: Socket) => socket.end(), "reset"],
  ["resets", (socket: Socket) => socket.resetAndDestroy(), "reset"],
  ["speaks something else", (socket: Socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n\r\n"), "protocol"],
  [
    "promises more than it sends",
    (socket: Socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort"),
    "reset",
  ],
])("a server that %s after the request is told apart", async (_what, act, expected) => {
  const port = await listen(
    createTcpServer((socket) => socket.once("data", () => act(socket)).on("error", () => 0)),
  );
  expect(await failure(get(`http://127.0.0.1:${port}/`))).toBe(expected);
});

test("a plain server asked for TLS is a failure of TLS", async () => {
  const port = await listen(
    createTcpServer((socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad\r\n\r\n"))),
  );
  expect(await failure(get(`https://127.0.0.1:${port}/`))).toBe("tls");
});

const unusable = [
  "nonsense",
  "http://",
  "http://[::1/",
  "http://169.254.169.254/",
  "http://2852039166/latest",
];

test.each(unusable)("%j is a bad URL", async (url) => {
  expect(await failure(get(url))).toBe("bad-url");
});

const certificate = selfSigned();

/** A key and a certificate for localhost that nobody trusts; undefined without the openssl command. */
function selfSigned(): { key: string; cert: string } | undefined {
  const folder = mkdtempSync(join(tmpdir(), "twivot-"));
  try {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    const files = ["-keyout", key, "-out", cert];
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
    execFileSync("openssl", ["req", "-x509", ...curve, ...subject, ...files], { stdio: "ignore" });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const reason = certificate === undefined ? " (skipped: there is no openssl command)" : "";

test.skipIf(certificate === undefined)(`a certificate that nobody trusts is refused${reason}`, async () => {
  const port = await listen(createHttpsServer({ ...certificate }));
  expect(await failure(get(`https://localhost:${port}/`))).toBe("certificate");
});

test.skipIf(certificate === undefined)(`SNI is sent unless it is switched off${reason}`, async () => {
  const names: unknown[] = [];
  const server = createHttpsServer({
    ...certificate,
    ALPNCallback: ({ servername }: { servername: string }) => {
      names.push(servername);
      return "http/1.1";
    },
  });
  const port = await listen(server);
  await failure(get(`https://localhost:${port}/`));
  await failure(get(`https://localhost:${port}/`, { serverName: false }));
  expect(names.map((name) => name || "none")).toEqual(["localhost", "none"]);
});

/** Lets the certificate be trusted for the rest of a test. */
function trustCertificate(): void {
  const authorities = getCACertificates("default");
  setDefaultCACertificates([...authorities, certificate?.cert ?? ""]);
  onTestFinished(() => setDefaultCACertificates(authorities));
}

test.skipIf(certificate === undefined).each([true, false])(
  `a trusted certificate must be one for the host (SNI: %s)${reason}`,
  async (serverName) => {
    trustCertificate();
    const port = await listen(
      createHttpsServer({ ...certificate }, (_request, response) => response.end("hello")),
    );
    const response = await client(get(`https://localhost:${port}/`, { serverName }));
    expect(Buffer.from(response.body).toString()).toBe("hello");
    expect(await failure(get(`https://127.0.0.1:${port}/`, { serverName }))).toBe("certificate");
  },
);

test("a header that cannot be sent is refused", async () => {
  const request = { ...get("http://127.0.0.1:1/"), headers: { Authorization: "a\r\nb" } };
  expect(await failure(request)).toBe("bad-url");
});

test.skipIf(certificate === undefined)(
  `a request given up while connecting is never sent${reason}`,
  async () => {
    trustCertificate();
    let requests = 0;
    const tlsPort = await listen(
      createHttpsServer({ ...certificate }, (_request, response) => {
        requests += 1;
        response.end();
      }),
    );
    // A line that is silent at first, then good.
    const port = await listen(
      createTcpServer((socket) => {
        setTimeout(() => socket.pipe(connectTcp(tlsPort, "127.0.0.1")).pipe(socket), 150);
      }),
    );
    const given = client(get(`https://localhost:${port}/`, { connectTimeoutMs: 100 }));
    await expect(given).rejects.toMatchObject({ failure: "connect-timeout" });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(requests).toBe(0);
    await client(get(`https://localhost:${port}/`));
    expect(requests).toBe(1);
  },
);

test("a host that is not allowed is not asked, also where the URL writes it otherwise", async () => {
  const seen: string[] = [];
  const port = await app((request, response) => {
    seen.push(request.url ?? "");
    response.end();
  });
  const careful = createFetch(allowedHosts(["app.example"]));
  onTestFinished(() => careful.close());
  for (const host of ["127.0.0.1", "2130706433", "0x7f.1", "localhost"]) {
    const refused = careful(get(`http://${host}:${port}/`));
    await expect(refused, host).rejects.toMatchObject({ failure: "bad-url" });
  }
  expect(seen).toEqual([]);
});
