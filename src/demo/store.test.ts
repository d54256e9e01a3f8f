import { expect, test } from "vitest";
import { loadStore } from "./store.ts";

test("where there is no sample application there is none to load", async () => {
  expect(await loadStore(new URL("file:///nowhere/examples/store/app.ts"))).toBeUndefined();
});

test("a sample application that is broken is told to be", async () => {
  await expect(loadStore(new URL("data:text/javascript,throw new Error('broken')"))).rejects.toThrow(
    "broken",
  );
});
