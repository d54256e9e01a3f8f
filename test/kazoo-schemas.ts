import type { SchemaValidateFunction } from "ajv";
import Ajv from "ajv-draft-04";
import type { KazooVersion } from "../src/callflow/flow.ts";
import { sharedFiles, sharedText } from "./shared.ts";

const judges = new Map<KazooVersion, (flow: unknown) => string[]>();

/**
 * Why Kazoo refuses a flow; nothing where it takes it. Made of Kazoo's own schemas and of what
 * kz_json_schema_extensions:extra_validation/3 adds to them: a module has a schema, its data satisfies that,
 * and some URLs do not lead to Kazoo itself. It shares nothing with `checkFlow`, whose judge it is. Needs the
 * golden data. What JSON text alone shows is not seen: integers written as 1.0, keys that come twice, halves
 * of surrogate pairs.
 */
export function kazooVerdict(flow: unknown, version: KazooVersion): string[] {
  const judge = judges.get(version) ?? makeJudge(version);
  judges.set(version, judge);
  return judge(flow);
}

function makeJudge(version: KazooVersion): (flow: unknown) => string[] {
  const ajv = new Ajv.default({ strict: false, allErrors: true, useDefaults: true, logger: false });
  const ids = new Set<unknown>();
  const errorsOf = (id: string, value: unknown) => {
    const validate = ajv.getSchema(id);
    if (validate === undefined || validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
  const extra: SchemaValidateFunction = (_on, value, _schema, at) => {
    let errors: string[] = [];
    if (at?.parentDataProperty === "module") {
      if (!ids.has(`callflows.${value}`)) errors = ["has no schema"];
    } else if (at?.parentDataProperty === "data") {
      const id = `callflows.${at.parentData["module"]}`;
      if (ids.has(id)) errors = errorsOf(id, value);
    } else if (typeof value === "string" && !isClientUrl(value, version)) {
      errors = ["invalid client URL"];
    }
    extra.errors = errors.map((message) => ({ keyword: "kazoo-validation", message }));
    return errors.length === 0;
  };
  ajv.addKeyword({ keyword: "kazoo-validation", schemaType: "boolean", validate: extra });
  for (const file of sharedFiles(`kazoo-schemas/${version}`)) {
    // In a pattern of Erlang's a dot is all but a line feed; in JavaScript's it is less.
    const text = sharedText(`kazoo-schemas/${version}/${file}`).replaceAll('".+"', '"[^\\\\n]"');
    const schema: { _id: string } = JSON.parse(text);
    ids.add(schema._id);
    ajv.addSchema(schema, schema._id);
  }
  return (flow) => errorsOf("callflows.action", asKazooReads(flow));
}

/** A copy, in which a number that JSON writes with an exponent is what Kazoo takes it for: no integer. */
function asKazooReads(flow: unknown): unknown {
  return JSON.parse(JSON.stringify(flow), (_key, value) =>
    typeof value === "number" && String(value).includes("e") ? 0.5 : value,
  );
}

/** kz_json_schema_extensions:is_valid_client_url/1; where that crashes the URL is not valid. */
function isClientUrl(url: string, version: KazooVersion): boolean {
  const [scheme, location] = url.split(/:\/\/(.*)/s);
  if (scheme !== "http" && scheme !== "https") return false;
  const host = readHost(location ?? "");
  if (host === undefined || host.toLowerCase() === "localhost") return false;
  const address = readIpv4(host, version);
  return address !== 0 && address !== 0x7f000001;
}

/** kz_http_util:urlsplit_l/2, character by character. */
function readHost(location: string): string | undefined {
  let host = "";
  for (const [index, character] of [...location].entries()) {
    if ("/?#:".includes(character)) return host;
    if (character === "@") {
      const [, behindPassword] = [...location].slice(index).join("").split(/:(.*)/s);
      return behindPassword === undefined ? undefined : readHost(behindPassword);
    }
    host += character;
  }
  return host;
}

/** inet_parse:ipv4strict_address/1 in 4.3, ipv4_address/1 in 5.0: numbers of which the last fills the rest. */
function readIpv4(host: string, version: KazooVersion): number | undefined {
  const parts = host.split(".");
  if (parts.length > 4 || (version === "4.3" && parts.length < 4)) return undefined;
  if (!parts.every((part) => /^(0x[\da-f]+|\d+)$/i.test(part))) return undefined;
  const numbers = parts.map((part) => (/^0\d/.test(part) ? Number.parseInt(part, 8) : Number(part)));
  const last = numbers.pop() ?? 0;
  if (numbers.some((number) => number > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
  return numbers.reduce((sum, number, index) => sum + number * 256 ** (3 - index), last);
}
