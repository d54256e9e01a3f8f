import type { KazooAnswer } from "./call.ts";
import { iterations } from "./recorded-parties.ts";
import { byName, type Json, type Run } from "./recorded-runs.ts";

/*
 * What the runs of Kazoo's own executor were answered, and flows and times that the recordings tell only in words. For
 * their replay.
 */

/** How long the stand-in switch played an item, where not 30 ms; it is told only by what came of it. */
export const itemMs: Readonly<Record<string, number>> = {
  "audio_macro barge-in": 300,
  "C7 ": 400,
  "C8 ": 400,
  "C9 ": 400,
  "C16 ": 300,
  "C17 ": 400,
  "C18 ": 400,
  "C20 ": 100,
  "C22 ": 400,
  "I9 ": 1000,
  "I10 ": 1000,
  "I11 ": 1000,
};

const languageThenHangup = {
  module: "language",
  data: { language: "es" },
  children: { _: { module: "hangup" } },
};
const cafe = { module: "tts", data: { text: "café" } };
/** A flow that no schema accepts. */
export const broken = { module: "tts", data: { text: "" } };

/** What was answered, by the beginning of the name; the script tells it only in words. */
const answers: Readonly<
  Record<string, Partial<Extract<KazooAnswer, { status: number }>> | { failed: string }>
> = {
  H1: {},
  "H2 ": { body: "" },
  "H3 ": { status: 201 },
  "H4 ": { status: 204, body: "" },
  "H4b ": { status: 202 },
  "H4c ": { status: 206 },
  "H9 content-type text/xml": { headers: { "content-type": "text/xml" } },
  "H9 content-type application/xml": { headers: { "content-type": "application/xml" } },
  "H10 ": { headers: {} },
  "H11 ": { body: '{"module":' },
  "H11b ": { body: "{module:1}" },
  "H11c ": { body: "hello" },
  "H12 ": { body: `${JSON.stringify(languageThenHangup)}x` },
  "H12b ": { body: `${JSON.stringify(languageThenHangup)}\n` },
  "H12c ": { body: ` \n${JSON.stringify(languageThenHangup)}` },
  "H13 ": { body: `\ufeff${JSON.stringify(languageThenHangup)}` },
  "H14 ": { body: "[]" },
  "H15 ": { body: JSON.stringify({ flow: languageThenHangup }) },
  "H16 ": { body: "{}" },
  "H17 ": { body: "null" },
  H18: { body: JSON.stringify(broken) },
  "H19 ": { body: String.raw`{"module":"tts","data":{"text":"\ud800"}}` },
  "H20b ": { body: JSON.stringify(cafe) },
  "H21b ": { body: JSON.stringify(cafe), tookMs: 165 },
  H21: { body: JSON.stringify(cafe), tookMs: 245 },
  "H23 ": { tookMs: 6000 },
  "H24 ": { failed: "closed" },
  "H25b ": { tookMs: 4000 },
  "H25c ": { tookMs: 6000 },
  "H25 ": { tookMs: 2000 },
  "H26 ": { body: "" },
  "H30 ": { failed: "refused" },
  "H31 ": { failed: "nxdomain" },
  "H36 ": {},
  "H37 ": {},
  "H40 ": { tookMs: 500 },
  "K11 ": { body: "" },
  H: {},
  K: {},
};

/** Flows that are told only in words. */
export const flows: Readonly<Record<string, () => Json>> = {
  "M3 ": () => ({}),
  "T4 ": () => chain(100, (i) => ({ _id: `n${Math.floor(i / 10)}`, module: "set_cid", data: {} })),
  "T5 ": () => chain(60, () => ({ module: "sleep", data: { duration: 250, unit: "ms" } })),
  "I5 ": () => chain(60, (i) => ({ pvt_bucket_name: `b${i}`, module: "set_cid", data: {} })),
};

/** So many nodes, one below the other, and a hang-up. */
function chain(length: number, node: (index: number) => Json): Json {
  const nodes = Array.from({ length }, (_, index) => node(index));
  return nodes.reduceRight<Json>((next, each) => ({ ...each, children: { _: next } }), { module: "hangup" });
}

/** What a run's request was answered. */
export function answerTo(run: Run, url: string): KazooAnswer {
  const usual = { tookMs: 1, status: 200, headers: { "content-type": "application/json" } };
  const iteration = run.name.startsWith("I1 ") ? iterations[new URL(url).pathname] : undefined;
  if (iteration !== undefined) return { ...usual, body: JSON.stringify(iteration) };
  if (run.name.startsWith("H39") && url.endsWith("/slow")) {
    const again = { module: "pivot", data: { voice_url: "http://127.0.0.2:9912/r", method: "post" } };
    const body = JSON.stringify({ module: "collect_dtmf", data: { timeout: 300 }, children: { _: again } });
    return { ...usual, tookMs: 500, body };
  }
  const [, status] = /^H7 status (\d+)/.exec(run.name) ?? [];
  const [, type] = /^H9 content-type ([a-zA-Z ].*)/.exec(run.name) ?? [];
  return {
    ...usual,
    // Runs that are not about answers got 500.
    status: Number(status ?? (/^[HK]/.test(run.name) ? 200 : 500)),
    body: JSON.stringify(languageThenHangup),
    ...(type === undefined ? {} : { headers: { "content-type": type } }),
    ...byName(answers, run.name),
  };
}
