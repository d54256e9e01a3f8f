import { expect, test } from "vitest";
import { node } from "../callflow/build.ts";
import { Notes } from "../fidelity/note.ts";
import { type Draft, newState } from "../translate/draft.ts";
import { element } from "../twiml/element.ts";
import type { Context } from "./define.ts";
import { type Part, playParts } from "./parts.ts";
import { plainSetting } from "./plain-setting.ts";

const verb = element("Say");
const after = element("Hangup");

const then = () => node("hangup", {});

function context(change: Partial<Context> = {}): Context {
  return {
    ...plainSetting("4.3", "https://app.test/"),
    isFirst: true,
    state: newState,
    rest: [after],
    notes: new Notes(),
    room: 10_000,
    then,
    ...change,
  };
}

/** So many parts, each about 100 characters of JSON. */
function parts(count: number): (index: number) => Part | undefined {
  return (index) =>
    index < count
      ? (next, isFirst) => {
          const text = `${isFirst ? "first " : ""}${index}`.padEnd(30, ".");
          return node("tts", { text, voice: "male", language: "en-us", terminators: [] }, next);
        }
      : undefined;
}

function textsOf(draft: Draft): string[] {
  const next = draft.module === "continue" ? undefined : draft.children?.["_"];
  const own = draft.module === "tts" ? [draft.data.text.replace(/\.+$/, "")] : [];
  return [...own, ...(next === undefined ? [] : textsOf(next))];
}

function endOf(draft: Draft): Draft {
  const next = draft.module === "continue" ? undefined : draft.children?.["_"];
  return next === undefined ? draft : endOf(next);
}

test("the parts stand one after the other, before what follows, which is told their size", () => {
  const sizes: number[] = [];
  const flow = playParts(parts(3), verb, context(), (size) => {
    sizes.push(size);
    return node("hangup", {});
  });
  expect(textsOf(flow)).toEqual(["first 0", "1", "2"]);
  expect(endOf(flow)).toEqual({ module: "hangup", data: {} });
  expect(sizes).toEqual([expect.toSatisfy((size) => size > 300 && size < 600)]);
});

test("more than ten go on with the same verb, in an answered call, without its notes", () => {
  const flow = playParts(parts(12), verb, context(), then);
  expect(textsOf(flow)).toHaveLength(10);
  const end = endOf(flow);
  if (end.module !== "continue") throw new Error("the flow does not come back");
  expect(end.data).toEqual({
    rest: [verb, after],
    state: { ...newState, answered: true, typedAhead: true, promptsHeard: 10, isNoted: true },
  });
  const next = playParts(parts(12), verb, context({ state: end.data.state }), then);
  expect(textsOf(next)).toEqual(["10", "11"]);
});

test("where there is no room for all they go on later, but one is always let in", () => {
  expect(textsOf(playParts(parts(5), verb, context({ room: 400 }), then))).toHaveLength(2);
  expect(textsOf(playParts(parts(5), verb, context({ room: 1 }), then))).toHaveLength(1);
});

test("what follows is not looked at before all parts are in the flow", () => {
  const refuse = () => {
    throw new Error("looked at");
  };
  expect(() => playParts(parts(11), verb, context(), refuse)).not.toThrow();
});

test("without parts only what follows is there", () => {
  expect(playParts(parts(0), verb, context(), then)).toEqual(node("hangup", {}));
});
