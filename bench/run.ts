import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { latency, ratio } from "./against-pass-through.ts";
import { calls, memory } from "./many-calls.ts";
import type { Part } from "./part.ts";
import { build } from "./servers.ts";
import { startUp } from "./start-up.ts";
import { steps } from "./steps.ts";

/**
 * `npm run bench` measures all and writes docs/performance.md; `npm run bench -- --only ratio --only steps` prints some
 * parts. Everything is on the loopback of one machine, so that only ratios say something about another.
 */
const parts: Readonly<Record<string, Part>> = { ratio, latency, steps, calls, memory, "start-up": startUp };

const { values } = parseArgs({ options: { only: { type: "string", multiple: true } } });
const wanted = values.only ?? Object.keys(parts);
for (const name of wanted) {
  if (parts[name] !== undefined) continue;
  console.error(`There is no part "${name}": the parts are ${Object.keys(parts).join(", ")}.`);
  process.exit(2);
}

build();
const sections: string[] = [];
for (const name of wanted) {
  const part = parts[name];
  if (part === undefined) continue;
  const section = `## ${part.title}\n\n${await part.measure()}\n`;
  console.log(`\n${section}`);
  sections.push(section);
}
if (values.only === undefined) {
  writeFileSync(new URL("../docs/performance.md", import.meta.url), [head(), ...sections, tail()].join("\n"));
}
process.exit(0);

function head(): string {
  const kernel = execFileSync("uname", ["-sm"], { encoding: "utf8" }).trim();
  return `# Performance

Written by \`npm run bench\` with Node ${process.version} on ${kernel}, ${availableParallelism()} processors, which the servers, the application
and the load share. Figures differ from machine to machine; ratios less, and least on a machine that does nothing else. The pass-through is the least that a proxy
of this kind has to do: Fastify takes the request, undici posts it to the same application, the answer goes back. It
signs nothing, reads nothing, translates nothing and logs nothing. Both close their connections to the client, as Kazoo
needs it. Twivot runs as it is shipped, with a log line for each request.
`;
}

function tail(): string {
  return `## What the cost is made of

The pass-through's own cost, a connection for each request and an exchange with the application, is in twivot's too.
What twivot adds has no large part where documents are short: reading and checking the XML, making and signing Twilio's
request, sealing the continuation (deflate and AES-GCM) and translating are each a small share, and the rest is spread
over promises, timers, metrics, the log line and the objects that all of them make. In a profile
(\`node --cpu-prof dist/main.js serve\`) no function of twivot's takes more than a few per cent by itself. Large documents
are paid by the byte: nearly all goes into parsing them (two thirds of it in fast-xml-parser) and into deflating what is
left of them for the token.

The aim is a ratio of 0.7, less than 3 ms added at p99, and less than 100 MB. The tables say how far it is.

A call at rest is at Kazoo, with all that belongs to it in its token, so that waiting callers cost no memory. What is
resident is Node with the packages that are loaded, and the room that V8 leaves for new objects, which grows with the
load up to a limit: \`NODE_OPTIONS=--max-semi-space-size=8\` makes it much smaller, for more work of the collector.
`;
}
