import { readConfig } from "../config/read-config.ts";
import type { Finding } from "../doctor/finding.ts";
import { defineCommand, type World } from "./command.ts";
import { onlyText } from "./config.ts";
import { configurationOptions, environmentHelp } from "./configuration-options.ts";

/** `twivot doctor`: what is wrong with an installation, before a caller finds out. */
export const doctor = defineCommand({
  name: "doctor",
  summary: "Examine an installation: configuration, application, storage, and what Kazoo has set up",
  more: [
    "The application is asked for the first document of a call that nobody makes. With --kazoo-url, --kazoo-account and",
    "--kazoo-api-key-file the callflows and webhooks of the account are read too. The exit status is 1 where there is a",
    "fault.",
    "",
    environmentHelp,
  ].join("\n"),
  options: {
    ...configurationOptions,
    "kazoo-url": {
      type: "string",
      value: "URL",
      about: "Kazoo's REST server, such as https://kazoo.example:8443",
    },
    "kazoo-account": { type: "string", value: "ID", about: "the account, 32 hexadecimal digits" },
    "kazoo-api-key-file": { type: "string", value: "FILE", about: "a file with the account's API key" },
  },
  run: async ({ json, ...flags }, world) => {
    const kazoo = readLogin(flags, world);
    if (kazoo !== undefined && "fault" in kazoo) {
      world.stderr(`${kazoo.fault}\n`);
      return 2;
    }
    const reading = readConfig({ ...world, flags: onlyText(flags) });
    if ("faults" in reading) {
      const findings = reading.faults.map(
        (message): Finding => ({ check: "configuration", level: "fault", message }),
      );
      print(findings, json, world);
      return 2;
    }
    const { examine } = await import("../doctor/examine.ts");
    const outside = await world.openOutside({ ...reading.config, logLevel: "silent" });
    try {
      const findings = await examine(reading, kazoo, outside);
      print(findings, json, world);
      return findings.some(({ level }) => level === "fault") ? 1 : 0;
    } finally {
      await outside.close();
    }
  },
});

function print(findings: readonly Finding[], json: boolean | undefined, world: World): void {
  if (json) world.stdout(`${JSON.stringify({ findings }, undefined, 2)}\n`);
  else
    for (const { check, level, message } of findings)
      world.stdout(`${level.padEnd(7)} ${check}: ${message}\n`);
}

type LoginOptions = {
  readonly "kazoo-url"?: string;
  readonly "kazoo-account"?: string;
  readonly "kazoo-api-key-file"?: string;
};

function readLogin(flags: LoginOptions, world: World) {
  const { "kazoo-url": url, "kazoo-account": account, "kazoo-api-key-file": file } = flags;
  const given = [url, account, file].filter((value) => value !== undefined);
  if (given.length === 0) return undefined;
  if (url === undefined || account === undefined || file === undefined) {
    return { fault: "--kazoo-url, --kazoo-account and --kazoo-api-key-file go together." };
  }
  try {
    return { url, account, apiKey: world.readFile(file).trim() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { fault: `--kazoo-api-key-file="${file}" cannot be read (${why}).` };
  }
}
