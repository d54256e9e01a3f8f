import { httpMethod, url } from "../twiml/attributes.ts";
import { childElements, type Element, ownText } from "../twiml/element.ts";
import { resolveUrl } from "../twiml/resolve-url.ts";
import { type ActionRequest, answerAndGoOn, askAction, requestAction } from "./ask-action.ts";
import { defineVerb } from "./define.ts";
import { lostNouns, type NounRows, spellNoun } from "./lost-nouns.ts";
import { besideNouns } from "./start.ts";

const relay =
  "backgroundnoisereduction debug deepgramsmartformat dtmfDetection elevenlabsTextNormalization events hints " +
  "ignorebackchannel intelligenceService interruptSensitivity interruptible language partialPrompts preemptible " +
  "profanityFilter reportInputDuringAgentSpeech speechModel speechtimeout transcriptionLanguage " +
  "transcriptionProvider ttsLanguage ttsProvider url voice welcomeGreeting welcomeGreetingInterruptible";

/** What a call can be connected to, and what stands in that: https://www.twilio.com/docs/voice/twiml/connect. */
const nouns: NounRows = {
  AiSession: "aiConnector aiSessionConfiguration",
  Assistant: `id ${relay}`,
  Autopilot: "",
  Conversation:
    "inboundAutocreation inboundTimeout method record recordingStatusCallback recordingStatusCallbackEvent " +
    "recordingStatusCallbackMethod routingAssignmentTimeout serviceInstanceSid statusCallback " +
    "statusCallbackEvent statusCallbackMethod trim url",
  ConversationRelay: relay,
  ConversationRelaySession: "connector sessionConfiguration",
  Room: "participantIdentity",
  VirtualAgent: "connectorName language sentimentAnalysis statusCallback statusCallbackMethod",
};

const inner: NounRows = { Language: "code speechModel transcriptionProvider ttsProvider voice" };

/**
 * Hands the call to a service of the application or of others. Kazoo cannot: the action is told that it failed, else the
 * next verb runs.
 *
 * ```
 * play (silence: answers) → pivot (the action) | what follows
 * ```
 */
export const connect = defineVerb({
  name: "Connect",
  source: "https://www.twilio.com/docs/voice/twiml/connect",
  attributes: { action: url(), method: httpMethod({ twilioCode: 12200 }) },
  children: [...Object.keys(nouns), "Stream"],
  nouns: lostNouns("connect-unavailable", { ...nouns, ...inner }),
  support: { element: "connect-unavailable" },
  translate: ({ action, method }, element, context) => {
    const [noun] = childElements(element);
    if (noun !== undefined) spellNoun(noun, { ...besideNouns, ...nouns, ...inner }, context.notes);
    const name = noun?.name ?? (ownText(element) || "nothing");
    context.notes.add("connect-unavailable", element, { noun: name });
    if (action === undefined || action === "") return answerAndGoOn(context);
    const request: ActionRequest = {
      url: resolveUrl(context.documentUrl, action),
      method,
      ...failureOf(name, element),
    };
    return askAction("Connect", request, context);
  },
  resume: requestAction,
});

/** What the action is told of a session that could not be had. */
function failureOf(noun: string, { line, column }: Element): Pick<ActionRequest, "parameters" | "sid"> {
  switch (noun) {
    // https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
    case "ConversationRelay":
    case "ConversationRelaySession":
    case "Assistant":
      return {
        sid: { parameter: "SessionId", prefix: "VX", name: `session ${line}:${column}` },
        parameters: {
          SessionStatus: "failed",
          SessionDuration: "0",
          ErrorCode: "39001",
          ErrorMessage: "Network connection to WebSocket server failed.",
        },
      };
    // https://www.twilio.com/docs/voice/twiml/connect/virtualagent
    case "VirtualAgent":
      return { parameters: { VirtualAgentStatus: "failed" } };
    default:
      return { parameters: {} };
  }
}
