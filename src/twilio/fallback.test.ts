import { expect, test } from "vitest";
import { DocumentError } from "../errors.ts";
import { fallbackParameters } from "./fallback.ts";

test("the fallback is told Twilio's code and the URL, but no credentials", () => {
  const error = new DocumentError("twiml-malformed", 12100, "Not well-formed.");
  expect(fallbackParameters(error, "https://u:p@app.test/ivr/start?tenant=7#rc=2")).toEqual({
    ErrorCode: "12100",
    ErrorUrl: "https://app.test/ivr/start?tenant=7",
  });
});
