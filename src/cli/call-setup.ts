import { readConfig } from "../config/read-config.ts";
import { line, type Reader } from "../config/readers.ts";
import { variables } from "../config/variables.ts";
import { withoutPassword } from "../config/without-password.ts";
import type { Config } from "../config.ts";
import type { CallerStep } from "../simulator/caller.ts";
import { parseCallerScript } from "../simulator/caller-script.ts";
import { exampleCall } from "../simulator/kazoo/example-call.ts";
import type { CallFacts } from "../simulator/kazoo/pivot-params.ts";
import { CallerScriptError } from "../simulator/simulator-error.ts";
import type { Options, Values, World } from "./command.ts";
import { EXAMPLE_PUBLIC_URL } from "./translate-document.ts";

/** Options that say which call is to be played. */
export const callOptions = {
  from: { type: "string", value: "NUMBER", about: `who calls, default ${exampleCall.from}` },
  to: { type: "string", value: "NUMBER", about: `who is called, default ${exampleCall.request}` },
  method: { type: "string", value: "METHOD", about: "how URL is asked, POST (default) or GET" },
  "auth-token-file": { type: "string", value: "FILE", about: "file with the auth token that signs requests" },
  kazoo: { type: "string", value: "VERSION", about: "4.3 (default) or 5.0" },
  caller: { type: "string", value: "FILE", about: "script of what the caller does" },
} as const satisfies Options;

/** A call to be played. */
export type CallSetup = {
  readonly config: Config;
  readonly facts: CallFacts;
  /** Undefined without a script. */
  readonly script: readonly CallerStep[] | undefined;
};

/** What is wrong, in sentences, and the exit code for it. */
export type Fault = { readonly faults: readonly string[]; readonly exitCode: 1 | 2 };

type Given = Values<typeof callOptions>;

/** The call that the command line asks for; what it leaves open comes from the environment, as for `serve`. */
export function readCallSetup(given: Given, operands: readonly string[], world: World): CallSetup | Fault {
  const [url, ...others] = operands;
  if (url === undefined || others.length > 0) {
    return { faults: ["Name one URL: that of the application's voice webhook."], exitCode: 2 };
  }
  const faults = [
    ...check("URL", url, variables.voiceUrl.reader),
    ...check("--method", given.method, variables.voiceMethod.reader),
    ...check("--kazoo", given.kazoo, variables.kazooVersion.reader),
    ...check("--from", given.from, party),
    ...check("--to", given.to, party),
  ];
  if (faults.length > 0) return { faults, exitCode: 2 };
  const flags = {
    "public-url": EXAMPLE_PUBLIC_URL,
    "voice-url": url,
    "voice-method": given.method,
    "kazoo-version": given.kazoo,
    "auth-token-file": given["auth-token-file"],
  };
  const reading = readConfig({ ...world, flags });
  if ("faults" in reading) return { faults: reading.faults, exitCode: 2 };
  const script = readScript(given.caller, world);
  if (script !== undefined && "faults" in script) return script;
  return { config: reading.config, facts: readFacts(given, world), script };
}

const party: Reader<string> = {
  expected: "a phone number such as +15005550006, or the name of a device",
  read: (text) => (text === "" ? undefined : line.read(text)),
};

function check(label: string, text: string | undefined, { read, expected }: Reader<unknown>): string[] {
  if (text === undefined || read(text) !== undefined) return [];
  return [`${label}=${JSON.stringify(withoutPassword(text))} is not valid; it must be ${expected}.`];
}

/** Each call has an id of its own, and so a CallSid of its own. */
function readFacts({ from = exampleCall.from, to = exampleCall.request }: Given, world: World): CallFacts {
  const id = Buffer.from(world.randomBytes(8)).toString("hex");
  return {
    ...exampleCall,
    callId: `${id}@${exampleCall.fromRealm}`,
    from,
    callerIdNumber: from,
    callerIdName: "",
    to: to.replace(/^\+/, ""),
    request: to,
  };
}

function readScript(file: string | undefined, world: World): readonly CallerStep[] | undefined | Fault {
  if (file === undefined) return undefined;
  let text: string;
  try {
    text = world.readFile(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { faults: [`The caller script cannot be read: ${why}`], exitCode: 1 };
  }
  try {
    return parseCallerScript(text);
  } catch (error) {
    if (error instanceof CallerScriptError) return { faults: [`${file}: ${error.message}`], exitCode: 1 };
    throw error;
  }
}
