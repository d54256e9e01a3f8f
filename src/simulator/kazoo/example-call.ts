import type { CallFacts } from "./pivot-params.ts";

/** A call from the telephone network, for whoever has none of their own. All numbers are fictitious. */
export const exampleCall: CallFacts = {
  accountId: "0123456789abcdef0123456789abcdef",
  callId: "example-1@10.0.0.1",
  from: "+14155550100",
  fromRealm: "10.0.0.9",
  to: "14155550111",
  toRealm: "acme.example.com",
  request: "+14155550111",
  requestRealm: "acme.example.com",
  callerIdName: "Alice",
  callerIdNumber: "+14155550100",
};
