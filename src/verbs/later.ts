import { type AnyVerb, defineVerb } from "./define.ts";

/** Verbs of TwiML that are skipped with a note, by the name of their page at Twilio. */
const pages: Readonly<Record<string, string>> = {
  Connect: "connect",
  Dial: "dial",
  Echo: "",
  Enqueue: "enqueue",
  Leave: "leave",
  Message: "",
  Pay: "pay",
  Prompt: "prompt",
  Queue: "queue",
  Record: "record",
  Refer: "refer",
  Sms: "sms",
  Start: "start",
  Stop: "stop",
};

/** Skipped as a whole: what it holds is not looked at, so that one note stands for it. */
export const later: readonly AnyVerb[] = Object.entries(pages).map(([name, page]) => ({
  ...defineVerb({
    name,
    source: `https://www.twilio.com/docs/voice/twiml/${page}`,
    attributes: {},
    translate: (_values, _element, context) => context.then({}),
  }),
  run: (element, context) => {
    context.notes.add("verb-unsupported", element);
    return context.then({});
  },
}));
