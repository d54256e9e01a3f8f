import { describe, expect, test } from "vitest";
import { reasonToSkip, sharedJson } from "../../test/shared.ts";
import { decodeForm } from "./decode-form.ts";
import { decodeJson } from "./decode-json.ts";
import { readCall } from "./read-call.ts";

/** What Kazoo's own functions made of an input: see the file's `about`. */
type Vector = {
  readonly kazoo: string;
  readonly function: string;
  readonly name?: string;
  readonly input: unknown;
  readonly output: unknown;
};

const vectors =
  reasonToSkip === undefined ? sharedJson<{ vectors: Vector[] }>("vectors/pivot-encoding.json").vectors : [];

/** Inputs of json_to_querystring whose encoding does not tell what went in, and why. */
const undecodable: Readonly<Record<string, string>> = {
  '{"k&=":"v"}': "& and = of a key stand raw in the text",
  '{"a":{"x y":"1","&":"2"}}': "& of a key stands raw in the text",
  '{"k[x]":"v"}': "brackets of a key look like nesting",
  '{"a":[[1,2],[3]]}': "a list in a list becomes raw bytes",
  '{"a":[{"b":"c"},{"b":"d"}]}': "an object in a list becomes its JSON text (5.0)",
  '{"a":0.1}': "4.3 keeps two places of the number in scientific notation",
  '{"a":100.0}': "4.3 keeps two places of the number in scientific notation",
  '{"a":1e21}': "4.3 keeps two places of the number in scientific notation",
  '{"a":0.000001}': "4.3 keeps two places of the number in scientific notation",
  '{"a":123.456}': "4.3 keeps two places of the number in scientific notation",
  '{"a":1.5}': "4.3 writes 1.50",
  '{"a":12345678901234567890}': "JavaScript's numbers are not that exact",
};

/** The request whose form does not tell what went in: 4.3 writes the float 1.5 as 1.50. */
const undecodableRequest = "4.3 CAV with number and boolean and null values";

/** As a form can tell it: text everywhere, and nothing of what is empty. */
function asForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(asForm);
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    const told = asForm(inner);
    return told === undefined ? [] : [[name, told]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe.skipIf(reasonToSkip !== undefined)(
  `Kazoo's own encodings${reasonToSkip ? `: ${reasonToSkip}` : ""}`,
  () => {
    test("every text of json_to_querystring decodes to what went in, but for those that cannot", () => {
      const texts = vectors.filter(({ function: name }) =>
        name.startsWith("kz_http_util:json_to_querystring"),
      );
      const wrong = texts.filter(({ input, output }) => {
        // Without an output Kazoo crashed: there was no request.
        if (typeof output !== "string") return false;
        return JSON.stringify(decodeForm(output)) !== JSON.stringify(asForm(JSON.parse(String(input))) ?? {});
      });
      expect(texts.length).toBe(120);
      const names = wrong.map(({ input }) => String(input));
      expect(names.filter((input) => !(input in undecodable))).toEqual([]);
      expect(Object.keys(undecodable).filter((input) => !names.includes(input))).toEqual([]);
    });

    test("every request decodes to the parameters that went in, as form, as JSON and by GET", () => {
      const requests = vectors.filter(({ function: name }) => name.startsWith("kzt_kazoo:req_params"));
      let decoded = 0;
      for (const { kazoo, name, input, output } of requests) {
        const parameters = (input as { params_object?: object }).params_object;
        // Without an output Kazoo crashed: there was no request.
        const sent = (output ?? {}) as { post_form_body?: string; post_json_body?: string; get_url?: string };
        if (parameters === undefined || sent.post_form_body === undefined) continue;
        decoded += 1;
        const told = asForm(parameters);
        const wanted =
          `${kazoo} ${name}` === undecodableRequest ? expect.not.objectContaining(told as object) : told;
        expect(plain(decodeForm(sent.post_form_body)), `${kazoo} ${name}, form`).toEqual(wanted);
        if (sent.post_json_body !== undefined) {
          expect(plain(decodeJson(sent.post_json_body)), `${kazoo} ${name}, JSON`).toEqual(parameters);
        }
        const query = sent.get_url?.split(/\?(.*)/s)[1] ?? "";
        expect(plain(decodeForm(query)), `${kazoo} ${name}, GET`).toEqual(
          wanted === told ? { s: "1", ...(told as object) } : wanted,
        );
      }
      expect(decoded).toBe(85);
    });

    test("every request is a call, the same as form and as JSON, with a place for all that Kazoo sends by itself", () => {
      let calls = 0;
      const others = new Set<string>();
      for (const { kazoo, name, output } of vectors) {
        const { post_form_body: form, post_json_body: json } = (output ?? {}) as Record<
          string,
          string | undefined
        >;
        if (form === undefined || json === undefined || `${kazoo} ${name}` === undecodableRequest) continue;
        const read = (contentType: string, body: string) => readCall({ query: "", contentType, body });
        const asJson = read("application/json", json);
        calls += 1;
        for (const name of Object.keys(asJson.other)) others.add(name);
        expect(asJson.accountId).toMatch(/^[0-9a-f]{32}$/);
        expect(plain(read("application/x-www-form-urlencoded", form)), `${kazoo} ${name}`).toEqual(
          plain(asJson),
        );
      }
      expect(calls).toBe(84);
      // Of the two vectors that set what Kazoo itself never sets in this format.
      expect([...others].sort()).toEqual(["Call-Status", "CallStatus"]);
    });
  },
);
