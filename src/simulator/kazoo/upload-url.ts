import type { KazooVersion } from "../../callflow/flow.ts";
import type { CallFacts } from "./pivot-params.ts";

/** The month and the moment in which simulated calls begin, as Kazoo writes them. */
const MONTH = "202601";
const START_GREGORIAN_SECONDS = 63_934_444_800;

/** A recording as its URL tells it. */
export type Named = {
  /** `mp3` or `wav`. */
  readonly extension: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Counted from 1. */
  readonly number: number;
};

/** Where the file of `record_caller` is put: whatever the URL ends in (ecallmgr_fs_recordings:maybe_store_recording/5). */
export function callerFileUrl(url: string, { callId }: CallFacts, extension: string): string {
  return `${withoutSlash(url)}/${callId}.${extension}`;
}

/** Where the file of `record_call` is sent: kzc_recording:handler_fields_for_protocol/3 [4.3], media_recording [5.0]. */
export function callFileUrl(url: string, facts: CallFacts, named: Named, version: KazooVersion): string {
  const { callId } = facts;
  // 5.0 has the dot in the extension already.
  const dots = version === "5.0" ? ".." : ".";
  const name = `call_recording_${encode(callId)}${dots}${named.extension}`;
  const about = Object.entries(fieldsOf(facts, named, version)).map(
    ([field, value]) => `${field}=${encode(value)}`,
  );
  const [path, query] = url.split(/\?(.*)/s);
  if (query === undefined) return `${withoutSlash(url)}/${name}?${about.join("&")}`;
  return `${path}?${[withName(query, name), ...about].join("&")}`;
}

/** The name is the value of the last parameter where that has none, else one of its own. */
function withName(query: string, name: string): string {
  const last = query.split("&").at(-1) ?? "";
  if (!last.includes("=")) return `${query}=${name}`;
  return last.endsWith("=") ? query + name : `${query}&recording=${name}`;
}

function fieldsOf(facts: CallFacts, named: Named, version: KazooVersion): Record<string, string> {
  const { callId, accountId } = facts;
  const first = {
    from: `${facts.from}@${facts.fromRealm}`,
    to: `${facts.to}@${facts.toRealm}`,
    caller_id_name: facts.callerIdName,
    caller_id_number: facts.callerIdNumber,
    call_id: callId,
    cdr_id: `${MONTH}-${callId}`,
    interaction_id: "",
  };
  if (version === "5.0") return { ...first, account_id: accountId };
  return {
    ...first,
    owner_id: facts.userIds?.[0] ?? "",
    account_id: accountId,
    start: String(START_GREGORIAN_SECONDS + Math.floor(named.fromMs / 1000)),
    duration_ms: String(named.toMs - named.fromMs),
    recording_id: `${MONTH}-${named.number.toString(16).padStart(32, "0")}`,
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, "");
}

/** OTP's http_uri:encode/1: reserved characters, and others than ASCII not at all. */
function encode(text: string): string {
  return text.replace(
    /[;:@&=+,/?#[\]<>"{}|\\'^%\s]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
