import { childElements, type Element } from "../../../twiml/element.ts";
import type { TwilioCall, TwilioVerb } from "../call.ts";
import { speechOf } from "../speech.ts";
import { actionOrNextVerb, anySid } from "./action.ts";

/** How long the service that a call is connected to keeps it, in milliseconds. */
const sessionMs = 10_000;

/**
 * Answers, and leaves the call to a service, which greets where it is told to, is silent otherwise and ends after some
 * time (https://www.twilio.com/docs/voice/twiml/connect). Without a service there is nothing to wait for.
 */
export const connect: TwilioVerb = {
  name: "Connect",
  run: (element, call) => {
    call.line.answer();
    const [noun] = childElements(element);
    if (noun === undefined) return actionOrNextVerb(element, {}, call);
    greet(noun, call);
    const startMs = call.line.nowMs;
    call.wait(sessionMs);
    const outcome = outcomeOf(noun, call.line.isEnded ? "completed" : "ended", call.line.nowMs - startMs);
    const next = actionOrNextVerb(element, outcome, call);
    return next.to === "document" ? { ...next, isAskedAfterHangUp: relays.has(noun.name) } : next;
  },
};

/** https://www.twilio.com/docs/voice/twiml/connect/conversationrelay#attributes */
function greet({ attributes }: Element, call: TwilioCall): void {
  const { welcomeGreeting = "", voice, language } = attributes;
  const sound = speechOf(welcomeGreeting, { voice, language });
  if (sound !== undefined) call.playThrough({ sound, rounds: 1 });
}

/** What tells of a session, also of one that the caller has hung up in. */
const relays = new Set(["Assistant", "ConversationRelay", "ConversationRelaySession"]);

function outcomeOf({ name }: Element, status: string, lengthMs: number): Readonly<Record<string, string>> {
  if (name === "VirtualAgent") return { VirtualAgentStatus: "completed" };
  if (!relays.has(name)) return {};
  const SessionDuration = String(Math.floor(lengthMs / 1000));
  return { SessionId: anySid("VX"), SessionStatus: status, SessionDuration };
}
