import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { Happening, Tell } from "./happening.ts";

/** What Prometheus is told. */
export type Metrics = {
  readonly tell: Tell;
  readonly contentType: string;
  /** In Prometheus' text format. */
  readonly text: () => Promise<string>;
};

/** Seconds, from a translation to an application that takes all of Twilio's 15 s. */
const buckets = [0.000_1, 0.000_5, 0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

/**
 * Counts what happens, as metrics whose names begin with `twivot_`. The process itself (memory, event-loop delay,
 * collections of garbage) comes from prom-client.
 */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "twivot_" });
  const counters = createCounters(registry);
  const count: { [K in Happening["kind"]]: (happening: Extract<Happening, { kind: K }>) => void } = {
    served: ({ request, outcome, seconds }) => {
      counters.served.inc({ request, outcome });
      counters.servedSeconds.observe({ request }, seconds);
    },
    step: ({ step, seconds }) => counters.stepSeconds.observe({ step }, seconds),
    answered: ({ app, outcome }) => counters.answered.inc({ app, outcome }),
    note: ({ code, severity }) => counters.notes.inc({ code, severity }),
    refused: ({ code }) => counters.refused.inc({ code }),
    late: ({ outcome }) => counters.late.inc({ outcome }),
    upload: ({ outcome, bytes }) => {
      counters.uploads.inc({ outcome });
      counters.uploadBytes.inc(bytes);
    },
    callback: ({ outcome }) => counters.callbacks.inc({ outcome }),
    webhook: ({ event }) => counters.webhooks.inc({ event }),
  };
  return {
    // The kind decides which function it is, which TypeScript cannot follow.
    tell: (happening) => (count[happening.kind] as (one: Happening) => void)(happening),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

function createCounters(registry: Registry) {
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter<L>({ name: `twivot_${name}`, help, labelNames: [...labelNames], registers });
  const histogram = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Histogram<L>({ name: `twivot_${name}`, help, labelNames: [...labelNames], buckets, registers });
  return {
    served: counter("pivot_requests_total", "Requests of Kazoo about calls.", ["request", "outcome"]),
    servedSeconds: histogram("pivot_request_seconds", "How long Kazoo waited.", ["request"]),
    stepSeconds: histogram("step_seconds", "How long a step of a request took.", ["step"]),
    answered: counter("application_answers_total", "Answers of applications, or why there was none.", [
      "app",
      "outcome",
    ]),
    notes: counter("notes_total", "Notes: what is not on Kazoo as at Twilio.", ["code", "severity"]),
    refused: counter("refusals_total", "Requests that were refused.", ["code"]),
    late: counter("late_answers_total", "Answers that took longer than Kazoo waits.", ["outcome"]),
    uploads: counter("uploads_total", "Recordings that Kazoo has put.", ["outcome"]),
    uploadBytes: counter("upload_bytes_total", "Their size.", []),
    callbacks: counter("callbacks_total", "Callbacks to applications.", ["outcome"]),
    webhooks: counter("webhooks_total", "Webhooks of Kazoo.", ["event"]),
  };
}
