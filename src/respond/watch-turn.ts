import type { Step, Tell } from "../happening.ts";
import type { Outside } from "../outside.ts";

/** What is seen of a turn. */
export type Watch = {
  readonly tell: Tell;
  readonly fetch: Outside["fetch"];
  /** How long each step took in all, in milliseconds. */
  readonly stepsMs: Readonly<Partial<Record<Step, number>>>;
  /** The `I-Twilio-Idempotency-Token` of each request to the application, by which its own log can be searched. */
  readonly requestIds: ReadonlySet<string>;
};

/** Watches what a turn asks and how long its steps take, for the line that the log has of it. */
export function watchTurn(tell: Tell, fetch: Outside["fetch"]): Watch {
  const stepsMs: Partial<Record<Step, number>> = {};
  const requestIds = new Set<string>();
  return {
    stepsMs,
    requestIds,
    tell: (happening) => {
      if (happening.kind === "step") {
        const beforeMs = stepsMs[happening.step] ?? 0;
        stepsMs[happening.step] = Math.round((beforeMs + happening.seconds * 1000) * 10) / 10;
      }
      tell(happening);
    },
    fetch: (request) => {
      const id = request.headers["I-Twilio-Idempotency-Token"];
      if (id !== undefined) requestIds.add(id);
      return fetch(request);
    },
  };
}
