import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonToSkip, sharedJson } from "../../test/shared.ts";
import type { KazooVersion } from "../callflow/flow.ts";
import { type EncodableObject, encodeForm, pivotUrl } from "./encode.ts";
import { type CallFacts, pivotParams } from "./kazoo/pivot-params.ts";
import { SimulatorError } from "./simulator-error.ts";

type Vector = {
  readonly kazoo: KazooVersion;
  readonly function: string;
  readonly name?: string;
  readonly input: unknown;
  readonly output?: unknown;
  readonly error?: string;
};
type Route = { readonly params_object: EncodableObject | null };
type Encoded = Record<"post_form_body" | "post_json_body" | "get_url" | "get_base", string>;

const vectors =
  reasonToSkip === undefined
    ? sharedJson<{ vectors: readonly Vector[] }>("vectors/pivot-encoding.json").vectors
    : [];

/** Vectors that JavaScript cannot tell from others, by input or name. */
const leftOut: Readonly<Record<string, string>> = {
  '{"a":12345678901234567890}': "JavaScript has no integer of this size",
  '{"a":100.0}': "JavaScript has no float that is integral",
  '{"a":1e21}': "JavaScript has no float that is integral",
  "caller id name latin1 byte (invalid utf8)": "JavaScript has no text that is not Unicode",
  "from without realm": "fails before anything is encoded",
  "CAV set by kapps_call:set_custom_application_vars": "fails before anything is encoded",
};

const used = vectors.filter(({ input, name }) => leftOut[name ?? String(input)] === undefined);
const of = (name: string) =>
  used
    .filter((vector) => vector.function.startsWith(name))
    .map((vector) => [titleOf(vector), vector] as const);

describe.skipIf(reasonToSkip !== undefined)("Kazoo's own encoder", () => {
  it.each(of("kz_http_util:json_to_querystring/1"))("form of %s", (_title, { kazoo, input, output }) => {
    const encode = () => encodeForm(JSON.parse(String(input)) as EncodableObject, kazoo);
    if (output === undefined) expect(encode).toThrow(SimulatorError);
    else expect(encode()).toBe(output);
  });

  it.each(of("pivot_call:uri/2"))("URL of %s", (_title, { input, output }) => {
    const { uri, querystring } = input as { uri: string; querystring: string };
    if (output === undefined) expect(() => pivotUrl(uri, querystring)).toThrow(SimulatorError);
    else expect(pivotUrl(uri, querystring)).toBe(output);
  });

  it.each(of("kzt_kazoo:req_params/1"))("parameters of %s", (_title, { kazoo, input, output }) => {
    const params = (input as Route).params_object ?? {};
    const { post_form_body, post_json_body, get_url, get_base } = output as Encoded;
    const form = encodeForm(params, kazoo);
    expect(form).toBe(post_form_body);
    expect(JSON.stringify(params)).toBe(post_json_body);
    expect(pivotUrl(get_base, form)).toBe(get_url);
  });

  it.each(of("kzt_kazoo:req_params/1"))("order of %s", (_title, { input }) => {
    const params = (input as Route).params_object ?? {};
    const { CallStatus: _twilio, "Call-Status": _kazoo, ...sent } = params;
    const again = pivotParams(factsOf(params), {
      language: String(params["Language"]),
      digits: params["Digits"] as Record<string, string> | undefined,
    });
    expect(JSON.stringify(again)).toBe(JSON.stringify(sent));
  });

  it("is compared by all vectors but those that JavaScript cannot write", () => {
    expect(vectors).toHaveLength(276);
    expect(used).toHaveLength(264);
  });
});

it("writes floats as the version does", () => {
  expect(encodeForm({ a: 123.456 }, "4.3")).toBe("a=1.23");
  expect(encodeForm({ a: 123.456 }, "5.0")).toBe("a=123.456");
});

it("keeps every text readable for a form parser", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(new URLSearchParams(encodeForm({ key: text }, "5.0")).get("key")).toBe(text.toWellFormed());
    }),
  );
});

/** The call of which Kazoo would send these parameters. */
function factsOf(params: EncodableObject): CallFacts {
  const owners = params["User-ID"];
  return {
    accountId: String(params["Account-ID"]),
    callId: String(params["Call-ID"]),
    from: String(params["From"]),
    fromRealm: String(params["From-Realm"]),
    to: String(params["To"]),
    toRealm: String(params["To-Realm"]),
    request: String(params["Request"]),
    requestRealm: String(params["Request-Realm"]),
    callerIdName: String(params["Caller-ID-Name"]),
    callerIdNumber: String(params["Caller-ID-Number"]),
    userIds: owners === undefined ? [] : [owners as string | string[]].flat(),
    customSipHeaders: params["Custom-SIP-Headers"] as EncodableObject,
    customApplicationVars: params["Custom-Application-Vars"] as EncodableObject,
  };
}

function titleOf({ kazoo, name, input }: Vector): string {
  return `${name ?? JSON.stringify(input)} [${kazoo}]`.replaceAll("%", "%%");
}
