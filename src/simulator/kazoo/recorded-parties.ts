import type { Callee } from "../callee.ts";

/*
 * What Kazoo's own executor met when its runs were recorded, as far as the recordings tell it only in words or by what
 * came of it. For their replay.
 */

type Json = { readonly [key: string]: unknown };

/** The number that runs call. */
export const number = "+15551234567";
/** The device that is there, as a party. */
export const deviceId = "device:dddddddddddddddddddddddddddddddd";
/** The id of the stored callflow. */
export const storedId = "cccccccccccccccccccccccccccccccc";

/** Whom the stand-in switch reached and what came of it after some 50 ms, by the beginning of the name. */
export const reached: Readonly<Record<string, Callee>> = {
  R: { kind: "fails", afterMs: 50, sip: 486 },
  "R5 ": { kind: "fails", afterMs: 50, sip: 500, cause: "FOO_BAR" },
  "R5b ": { kind: "fails", afterMs: 50, sip: 500, cause: "FOO_BAR" },
  "R6 ": { kind: "answers", afterMs: 50, hangsUpAfterMs: 0 },
  "R6b ": { kind: "answers", afterMs: 50, hangsUpAfterMs: 0 },
  "R6c ": { kind: "fails", afterMs: 50, sip: 487, cause: "NORMAL_CLEARING" },
  "R7 ": { kind: "fails", afterMs: 50, sip: 404, cause: "NO_ROUTE_DESTINATION" },
  "R7b ": { kind: "fails", afterMs: 50, sip: 404, cause: "NO_ROUTE_DESTINATION" },
  "R9 ": { kind: "rings" },
  D: { kind: "fails", afterMs: 50, sip: 486 },
  "I1 ": { kind: "fails", afterMs: 60, sip: 480, cause: "NO_ANSWER" },
  "D4 ": { kind: "answers", afterMs: 50, hangsUpAfterMs: 250 },
  "D6 ": { kind: "rings" },
  G: { kind: "fails", afterMs: 50, sip: 486 },
  S: { kind: "fails", afterMs: 50, sip: 486 },
  "S2 ": { kind: "answers", afterMs: 50, hangsUpAfterMs: 0 },
  "S7 ": { kind: "answers", afterMs: 50, hangsUpAfterMs: 250 },
};

const dial = { module: "resources", data: { to_did: number, use_local_resources: false } };
const dummy = { _: { module: "hangup" } };
const dialWithDummy = { ...dial, children: dummy };

/** The stored callflow, which is told only by what came of it. */
export const stored: Readonly<Record<string, Json>> = {
  "S1 ": dialWithDummy,
  "S2 ": dialWithDummy,
  "S4 ": { module: "tts", data: { text: "x" } },
  "S5 ": { module: "hangup" },
  "S7 ": { module: "device", data: { id: deviceId.replace("device:", ""), timeout: 20 } },
};

const pivotTo = (path: string): Json => ({
  module: "pivot",
  data: { voice_url: `http://127.0.0.2:9912${path}`, method: "post" },
});
const gather = { module: "collect_dtmf", data: { timeout: 400, collection_name: "g1" } };

/** What run I1 got at each path. */
export const iterations: Readonly<Record<string, Json>> = {
  "/a": { ...gather, children: { _: pivotTo("/b") } },
  "/b": {
    module: "set_cid",
    data: { caller_id_number: "+15550001111" },
    children: {
      _: {
        module: "collect_dtmf",
        data: { timeout: 400, collection_name: "g2" },
        children: { _: pivotTo("/c") },
      },
    },
  },
  "/c": {
    module: "language",
    data: { language: "de" },
    children: {
      _: {
        module: "set_variables",
        data: { custom_application_vars: { st: "1" } },
        children: { _: pivotTo("/d") },
      },
    },
  },
  "/d": { module: "resources", data: { to_did: number, use_local_resources: false } },
};
