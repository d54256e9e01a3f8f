import { expect, test } from "vitest";
import { apology, node } from "../callflow/build.ts";
import type { Flow } from "../callflow/flow.ts";
import { continueWith, type Draft, newState } from "../translate/draft.ts";
import { type Finishing, finish } from "./finish.ts";

const second = { duration: 1, unit: "s" } as const;
const links: Finishing = {
  url: ({ state }, _ends, outcome = "") => `http://twivot.test/pivot/c/${state.gathers}${outcome}`,
  variable: ({ state }) => `token-${state.gathers}`,
  upload: ({ number }, by) => `http://twivot.test/recordings/u/${by}/${number}`,
  recordingFormat: "mp3",
};
const end = (gathers: number) => continueWith({ rest: [], state: { ...newState, gathers } });

test("where a draft goes on there is a pivot node, with the apology below", () => {
  expect(finish(node("sleep", second, end(7)), links)).toEqual({
    module: "sleep",
    data: second,
    children: {
      _: {
        module: "pivot",
        data: {
          voice_url: "http://twivot.test/pivot/c/7",
          method: "post",
          req_format: "kazoo",
          req_body_format: "json",
        },
        children: { _: apology() },
      },
    },
  });
});

test("every child is finished, under its own key", () => {
  const draft: Draft = { module: "sleep", data: second, children: { _: end(1), other: end(2) } };
  const { children } = finish(draft, links);
  expect(Object.entries(children ?? {}).map(([key, { data }]) => [key, data])).toMatchObject([
    ["_", { voice_url: "http://twivot.test/pivot/c/1" }],
    ["other", { voice_url: "http://twivot.test/pivot/c/2" }],
  ]);
});

test("a flow without an end of its own stays as it is", () => {
  const draft = node("sleep", second, node("hangup", {}));
  expect(finish(draft, links)).toEqual(draft);
});

test("ten nodes each are paid from a bucket of their own, where buckets are named", () => {
  const draft = Array.from({ length: 24 }).reduce<Draft>((next) => node("sleep", second, next), end(0));
  const flow = finish(draft, { ...links, buckets: "b" });
  const ids: (string | undefined)[] = [];
  for (let one: Flow | undefined = flow; one?.module !== "tts" && one !== undefined; ) {
    ids.push(one._id);
    one = one.children?.["_"];
  }
  expect(ids).toEqual(Array.from({ length: 25 }, (_, index) => `b-${Math.floor(index / 10)}`));
});
