import { expect, test } from "vitest";
import type { Happening } from "./happening.ts";
import { createMetrics } from "./metrics.ts";

async function linesOf(...happenings: Happening[]): Promise<string[]> {
  const metrics = createMetrics();
  for (const happening of happenings) metrics.tell(happening);
  return (await metrics.text()).split("\n");
}

test("what happens is counted under its labels", async () => {
  const lines = await linesOf(
    { kind: "served", request: "start", outcome: "flow", seconds: 0.02 },
    { kind: "served", request: "start", outcome: "flow", seconds: 0.2 },
    { kind: "note", code: "say-voice", severity: "approximated" },
    { kind: "refused", code: "token-foreign" },
    { kind: "late", outcome: "saved" },
    { kind: "upload", outcome: "completed", bytes: 4000 },
    { kind: "callback", outcome: "sent" },
    { kind: "webhook", event: "channel_destroy" },
    { kind: "answered", app: "ivr", outcome: "document" },
  );
  expect(lines).toEqual(
    expect.arrayContaining([
      'twivot_pivot_requests_total{request="start",outcome="flow"} 2',
      'twivot_notes_total{code="say-voice",severity="approximated"} 1',
      'twivot_refusals_total{code="token-foreign"} 1',
      'twivot_late_answers_total{outcome="saved"} 1',
      'twivot_uploads_total{outcome="completed"} 1',
      "twivot_upload_bytes_total 4000",
      'twivot_callbacks_total{outcome="sent"} 1',
      'twivot_webhooks_total{event="channel_destroy"} 1',
      'twivot_application_answers_total{app="ivr",outcome="document"} 1',
    ]),
  );
});

test("times are histograms in seconds", async () => {
  const lines = await linesOf({ kind: "step", step: "translate", seconds: 0.002 });
  expect(lines).toContain('twivot_step_seconds_bucket{le="0.001",step="translate"} 0');
  expect(lines).toContain('twivot_step_seconds_bucket{le="0.005",step="translate"} 1');
  expect(lines).toContain('twivot_step_seconds_sum{step="translate"} 0.002');
});

test("every name begins with twivot_, and the process tells how late its event loop is", async () => {
  const names = (await linesOf())
    .filter((line) => line.startsWith("# TYPE"))
    .map((line) => line.split(" ")[2]);
  expect(names.every((name) => name?.startsWith("twivot_"))).toBe(true);
  expect(names).toContain("twivot_nodejs_eventloop_lag_seconds");
  expect(names).toContain("twivot_process_resident_memory_bytes");
});
