import type { Endpoints } from "../verbs/platform.ts";

/** A small document that shows a verb as applications use it. */
export type VerbExample = {
  /** TwiML, in lines. */
  readonly document: readonly string[];
  /** What the operator's configuration says, where the verb needs it. */
  readonly operator?: Operator;
  /** Where it is not a phone: as the application knows it. */
  readonly caller?: string;
};

/** A part of an operator's configuration. */
export type Operator = {
  readonly returnExtension?: string;
  readonly endpoints?: Partial<Pick<Endpoints, "clients" | "sip" | "queues">>;
};

const supportQueue = {
  endpoints: { queues: { support: { kind: "queue", id: "77f2a0b1c2d3e4f5a6b7c8d9e0f10203" } } },
} as const satisfies Operator;

/** The document of each verb's guide, by the verb's name. */
export const verbExamples: Readonly<Record<string, VerbExample>> = {
  Connect: {
    document: [
      "<Response>",
      '  <Connect action="/session-over">',
      '    <ConversationRelay url="wss://relay.example/socket" welcomeGreeting="How can I help you?"/>',
      "  </Connect>",
      "</Response>",
    ],
  },
  Dial: {
    document: [
      "<Response>",
      "  <Say>I am putting you through.</Say>",
      '  <Dial action="/after-dial" timeout="20" callerId="+15005550001">',
      "    <Number>+15005550010</Number>",
      "  </Dial>",
      "</Response>",
    ],
    operator: { returnExtension: "9001" },
  },
  Echo: { document: ["<Response>", "  <Say>Say something.</Say>", "  <Echo/>", "</Response>"] },
  Enqueue: {
    document: [
      "<Response>",
      "  <Say>All our agents are busy.</Say>",
      '  <Enqueue action="/after-queue" waitUrl="/music">support</Enqueue>',
      "  <Say>Please call again.</Say>",
      "</Response>",
    ],
    operator: supportQueue,
  },
  Gather: {
    document: [
      "<Response>",
      '  <Gather numDigits="1" timeout="8" action="/menu">',
      "    <Say>Press one for sales, two for support.</Say>",
      "  </Gather>",
      "  <Say>Nothing was pressed.</Say>",
      "</Response>",
    ],
  },
  Hangup: { document: ["<Response>", "  <Say>Goodbye.</Say>", "  <Hangup/>", "</Response>"] },
  Leave: { document: ["<Response>", "  <Say>Goodbye.</Say>", "  <Leave/>", "</Response>"] },
  Message: {
    document: [
      "<Response>",
      '  <Message to="+15005550010">Your table is ready.</Message>',
      "  <Say>We have sent you a message.</Say>",
      "</Response>",
    ],
  },
  Pause: {
    document: [
      "<Response>",
      "  <Say>One moment.</Say>",
      '  <Pause length="3"/>',
      "  <Say>Here we are.</Say>",
      "</Response>",
    ],
  },
  Pay: {
    document: [
      "<Response>",
      "  <Say>The total is ten dollars.</Say>",
      '  <Pay paymentConnector="shop" chargeAmount="10.00" action="/paid">',
      '    <Prompt for="payment-card-number"><Say>Your card number, please.</Say></Prompt>',
      "  </Pay>",
      "</Response>",
    ],
  },
  Play: {
    document: [
      "<Response>",
      '  <Play loop="2">/audio/welcome.mp3</Play>',
      '  <Play digits="ww12#"/>',
      "</Response>",
    ],
  },
  Prompt: {
    document: [
      "<Response>",
      '  <Prompt for="payment-card-number"><Say>Your card number, please.</Say></Prompt>',
      "  <Say>Thank you.</Say>",
      "</Response>",
    ],
  },
  Queue: { document: ["<Response>", "  <Queue>support</Queue>", "  <Say>Hello.</Say>", "</Response>"] },
  Record: {
    document: [
      "<Response>",
      "  <Say>Leave a message after the tone.</Say>",
      '  <Record action="/message" maxLength="60" finishOnKey="#"/>',
      "  <Say>We did not hear anything.</Say>",
      "</Response>",
    ],
  },
  Redirect: {
    document: ["<Response>", "  <Say>Back to the menu.</Say>", "  <Redirect>/menu</Redirect>", "</Response>"],
  },
  Refer: {
    document: [
      "<Response>",
      '  <Refer action="/referred">',
      "    <Sip>sip:agent@pbx.example</Sip>",
      "  </Refer>",
      "</Response>",
    ],
    operator: { endpoints: { sip: { "agent@pbx.example": { kind: "number", number: "2001" } } } },
    caller: "sip:desk@pbx.example",
  },
  Reject: { document: ["<Response>", '  <Reject reason="busy"/>', "</Response>"] },
  Say: {
    document: [
      "<Response>",
      '  <Say voice="woman" language="en-GB">',
      '    Your code is <say-as interpret-as="digits">4711</say-as>. <break time="1s"/> Goodbye.',
      "  </Say>",
      "</Response>",
    ],
  },
  Set: {
    document: [
      "<Response>",
      '  <Set><Variable key="Department" value="sales"/></Set>',
      "  <Say>Welcome to sales.</Say>",
      "  <Redirect>/sales</Redirect>",
      "</Response>",
    ],
  },
  Sms: {
    document: [
      "<Response>",
      '  <Sms to="+15005550010" action="/sent">Your table is ready.</Sms>',
      "  <Say>We have sent you a message.</Say>",
      "</Response>",
    ],
  },
  Start: {
    document: [
      "<Response>",
      "  <Start>",
      '    <Recording recordingStatusCallback="/recorded"/>',
      "  </Start>",
      "  <Say>This call is recorded.</Say>",
      "  <Dial>+15005550010</Dial>",
      "</Response>",
    ],
  },
  Stop: {
    document: [
      "<Response>",
      "  <Start><Recording/></Start>",
      "  <Say>This is recorded.</Say>",
      "  <Stop><Recording/></Stop>",
      "  <Say>This is not.</Say>",
      "</Response>",
    ],
  },
};
