import type { EncodableObject } from "../encode.ts";

/** What Kazoo knows of a call when it comes in. */
export type CallFacts = {
  readonly accountId: string;
  readonly callId: string;
  readonly from: string;
  readonly fromRealm: string;
  readonly to: string;
  readonly toRealm: string;
  /** What was called, in E.164 as Kazoo makes it. */
  readonly request: string;
  readonly requestRealm: string;
  readonly callerIdName: string;
  readonly callerIdNumber: string;
  readonly language?: string;
  /** Owners of the calling device. */
  readonly userIds?: readonly string[];
  readonly customSipHeaders?: EncodableObject;
  readonly customApplicationVars?: EncodableObject;
};

/** What changes during the call. */
export type CallProgress = {
  readonly language: string;
  /** By collection; undefined before the first key. */
  readonly digits: Readonly<Record<string, string>> | undefined;
};

/** The parameters of a Pivot request, in the order in which Kazoo sends them (kzt_kazoo:req_params/1). */
export function pivotParams(facts: CallFacts, { language, digits }: CallProgress): EncodableObject {
  const [owner, ...otherOwners] = facts.userIds ?? [];
  return {
    ...(owner === undefined ? {} : { "User-ID": otherOwners.length === 0 ? owner : [owner, ...otherOwners] }),
    "To-Realm": facts.toRealm,
    To: facts.to,
    "Request-Realm": facts.requestRealm,
    Request: facts.request,
    Language: language,
    "From-Realm": facts.fromRealm,
    From: facts.from,
    Direction: "inbound",
    ...(digits === undefined ? {} : { Digits: digits }),
    "Custom-SIP-Headers": withoutEmpty(facts.customSipHeaders ?? {}),
    "Custom-Application-Vars": withoutEmpty(facts.customApplicationVars ?? {}),
    "Caller-ID-Number": facts.callerIdNumber || "anonymous",
    "Caller-ID-Name": facts.callerIdName || "unknown",
    "Call-ID": facts.callId,
    "Api-Version": "4.x",
    "Account-ID": facts.accountId,
  };
}

/** Empty texts never leave (kapi_pivot:publish_req/1). */
function withoutEmpty(values: EncodableObject): EncodableObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}
