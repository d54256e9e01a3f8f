import type { Endpoint } from "../platform.ts";
import type { Target } from "./noun.ts";

/** An endpoint that can ring together with others. */
export type Groupable = {
  readonly kind: "user" | "device" | "group" | "ringGroup";
  readonly id: string;
};

/** Somebody who is called, and who is told of it. */
export type Party = Pick<Target, "as" | "callback"> & { readonly to: Endpoint };

/** One attempt: one node of Kazoo calls somebody, or several at once or in order. */
export type Step = { readonly parties: readonly Party[] } & (
  | {
      readonly kind: "one";
      readonly to: Endpoint;
      readonly headers: Target["headers"];
    }
  | {
      readonly kind: "several";
      readonly to: readonly Groupable[];
      readonly strategy: "simultaneous" | "single";
    }
);

/**
 * In which order the targets of a Dial are called. Phones of the account ring together, or one after the other, in one
 * node; every number has its own, since no module calls several (cf_resources, cf_ring_group). Those come later, unless
 * the order is given.
 */
export function stepsOf(targets: readonly Target[], isSequential: boolean): readonly Step[] {
  const callable = targets.flatMap(({ to, ...target }) => (to === undefined ? [] : [{ ...target, to }]));
  const phones = callable.flatMap(({ to }) => (isGroupable(to) ? [to] : []));
  const one = (target: (typeof callable)[number]): Step => ({
    kind: "one",
    to: target.to,
    headers: target.headers,
    parties: [target],
  });
  if (phones.length < 2 || (isSequential && phones.length < callable.length)) {
    return isSequential ? callable.map(one) : [...callable].sort(phonesFirst).map(one);
  }
  const strategy = isSequential ? "single" : "simultaneous";
  const parties = callable.filter(({ to }) => isGroupable(to));
  const others = callable.filter(({ to }) => !isGroupable(to));
  return [{ kind: "several", to: phones, strategy, parties }, ...others.map(one)];
}

function phonesFirst(a: { readonly to: Endpoint }, b: { readonly to: Endpoint }): number {
  return Number(isGroupable(b.to)) - Number(isGroupable(a.to));
}

/** Whether to be called is to have a leg, which Kazoo's webhooks tell of; the caller alone is in a mailbox or a queue. */
export function hasLegs(step: Step): boolean {
  return step.kind === "several" || !["voicemail", "queue", "callflow"].includes(step.to.kind);
}

/** Whether an endpoint can be one of a ring group (callflows.ring_group.json). */
export function isGroupable(to: Endpoint): to is Groupable {
  return to.kind === "user" || to.kind === "device" || to.kind === "group" || to.kind === "ringGroup";
}
