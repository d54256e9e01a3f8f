import { execFile, spawnSync } from "node:child_process";
import { openSync } from "node:fs";
import { expect, test } from "vitest";
import { createLog, createMask } from "./log.ts";

function logged(content: object, secrets: readonly string[] = []): string {
  const lines: string[] = [];
  const mask = createMask(secrets);
  createLog({ level: "info", mask }, { write: (line) => lines.push(line) }).info(content, "told");
  return lines.join("");
}

test("a line is a JSON object with level, time and message", () => {
  expect(JSON.parse(logged({ callSid: "CA1" }))).toMatchObject({
    level: 30,
    name: "twivot",
    time: expect.any(Number),
    callSid: "CA1",
    msg: "told",
  });
});

test("a known secret is masked wherever it stands, however it is written", () => {
  const secret = 'a+secret"of mine';
  const line = logged({ deep: { er: [`x${secret}x`] }, url: `/a?b=${encodeURIComponent(secret)}` }, [secret]);
  expect(JSON.parse(line)).toMatchObject({ deep: { er: ["x***x"] }, url: "/a?b=***" });
});

test("secrets that are added are masked, and those from before still are", () => {
  const mask = createMask(["the first secret"]);
  const line = "the first secret, the other secret";
  expect(mask.apply(line)).toBe("***, the other secret");
  mask.add(["the other secret"]);
  expect(mask.apply(line)).toBe("***, ***");
});

test("of secrets that begin alike the longer is masked whole", () => {
  expect(createMask(["the secret", "the secret of 2026"]).apply("the secret of 2026")).toBe("***");
});

test("credentials of a request are masked", () => {
  expect(
    JSON.parse(
      logged({ headers: { authorization: "Basic abc", cookie: "a=b", "set-cookie": "a=b" }, authToken: "t" }),
    ),
  ).toMatchObject({
    headers: { authorization: "***", cookie: "***", "set-cookie": "***" },
    authToken: "***",
  });
});

test.each([
  ["/pivot?key=short&a=b", "/pivot?key=***&a=b"],
  ["/webhooks/kazoo?secret=short", "/webhooks/kazoo?secret=***"],
  ["http://user:pa@ss@app.example/voice", "http://user:***@app.example/voice"],
  ['{"From":"+15005550006"}', '{"From":"+…06"}'],
  ['{"From":"5005550006"}', '{"From":"…06"}'],
  ["From=%2B15005550006&To=a", "From=%2B…06&To=a"],
  ["sip:15005550006@example.com", "sip:…06@example.com"],
])("%s becomes %s", (text, expected) => {
  expect(createMask([]).apply(text)).toBe(expected);
});

test("times, ports and sids stay readable", () => {
  const text =
    '{"time":1764097332000,"url":"http://app.example:8080/1","sid":"CA00000000000000000000000000000000"}';
  expect(createMask([]).apply(text)).toBe(text);
});

test.each(["process.exit(3)", "throw new Error('a bug')"])(
  "the last line before %s is written",
  async (end) => {
    const script = `
    import { createLog, createMask } from ${JSON.stringify(import.meta.resolve("./log.ts"))};
    createLog({ level: "info", mask: createMask([]) }).info("last");
    setTimeout(() => { ${end} }, 5);
  `;
    const { promise, resolve } = Promise.withResolvers<string>();
    execFile(process.execPath, ["--input-type=module", "-e", script], (_error, stdout) => resolve(stdout));
    expect(JSON.parse(await promise)).toMatchObject({ msg: "last" });
  },
);

test("a list of credentials is masked whole, whatever is in it", () => {
  const cookies = ["basket=[1]; Path=/", 'note="]"', "session=a"];
  expect(JSON.parse(logged({ headers: { "set-cookie": cookies, accept: ["a"] } }))).toMatchObject({
    headers: { "set-cookie": "***", accept: ["a"] },
  });
});

test("a log that cannot be written costs lines, neither the process nor its memory nor its end", {
  timeout: 15_000,
}, () => {
  const program = `
    const { createLog, createMask } = await import(${JSON.stringify(new URL("log.ts", import.meta.url).href)});
    const log = createLog({ level: "info", mask: createMask([]) });
    for (let lines = 0; lines < 40; lines += 1) {
      log.info("x".repeat(1_000_000));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    gc();
    process.stderr.write(process.memoryUsage().heapUsed < 35_000_000 ? "went on" : "kept all");
    process.exit(0);`;
  const unwritable = openSync(import.meta.filename, "r");
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", "--input-type=module", "--eval", program],
    { stdio: ["ignore", unwritable, "pipe"], timeout: 10_000, killSignal: "SIGKILL", encoding: "utf8" },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "went on" });
});
