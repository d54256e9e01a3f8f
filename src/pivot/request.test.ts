import { expect, test } from "vitest";
import { type PivotRequest, readPivotRequest } from "./request.ts";

const query = "Account-ID=0123456789abcdef0123456789abcdef&Call-ID=c1";

function read(request: Partial<PivotRequest>, pivotKey?: string) {
  return readPivotRequest({ url: `/pivot?${query}`, headers: {}, body: undefined, ...request }, { pivotKey });
}

test("the call is read from the query, and from the body by its content type", () => {
  expect(read({}).callId).toBe("c1");
  const json = { "Account-ID": "0123456789abcdef0123456789abcdef", "Call-ID": "c2" };
  const headers = { "content-type": "application/json" };
  expect(read({ url: "/pivot", headers, body: JSON.stringify(json) }).callId).toBe("c2");
});

test("a question mark in the query belongs to it", () => {
  expect(read({ url: `/pivot?${query}&To=a?b` }).to).toBe("a?b");
});

test("without a key in the configuration none is needed", () => {
  expect(read({ url: `/pivot?${query}&key=any` }).callId).toBe("c1");
});

test("the key is compared as decoded", () => {
  expect(read({ url: `/pivot?${query}&key=a%26b+c` }, "a&b c").callId).toBe("c1");
});

test.each(["", "&key=", "&key=wrong", "&key=right1", "&KEY=right", "&key=wrong&key=right"])(
  "the query …%s does not have the key",
  (rest) => {
    expect(() => read({ url: `/pivot?${query}${rest}` }, "right")).toThrow(
      expect.objectContaining({ code: "pivot-key", status: 403 }),
    );
  },
);

test("the key is asked for before anything else is read", () => {
  const request = { url: "/pivot", headers: { "content-type": "image/png" }, body: "{" };
  expect(() => read(request, "right")).toThrow(expect.objectContaining({ code: "pivot-key" }));
});
