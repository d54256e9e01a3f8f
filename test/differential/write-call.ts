import type { KazooVersion } from "../../src/callflow/flow.ts";
import { type Fixture, writeFixture } from "../../src/fidelity/fixture.ts";
import { resourceName } from "../../src/fidelity/fixture-answers.ts";
import { plainCall } from "../../src/fidelity/fixture-call.ts";
import type { RandomCall } from "./random-call.ts";
import { nobody } from "./random-parties.ts";

/** A call on one version of Kazoo as the files of a fixture, each below a line with its name. */
export function writeCall(call: RandomCall, version: KazooVersion): string {
  const { voicePath, fallbackPath, caller, surroundings = nobody } = call;
  const { recordEmpty, ...others } = surroundings;
  const fixture: Fixture = {
    call: {
      ...plainCall,
      ...others,
      remarks: recordEmpty === "action" ? ["recordEmpty: action"] : [],
      voice: { method: "POST", path: voicePath },
      fallback: fallbackPath === undefined ? undefined : { method: "POST", path: fallbackPath },
      kazoo: [version],
      caller,
    },
    answers: Object.entries(call.answers).map(([path, { status, contentType, body }]) => ({
      resource: resourceName(path),
      method: undefined,
      time: 1,
      status,
      headers: { "content-type": contentType },
      body,
    })),
    recorded: new Map(),
  };
  return [...writeFixture(fixture)].map(([name, content]) => `--- ${name}\n${content}\n`).join("");
}
