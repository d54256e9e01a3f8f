/** An element of TwiML that twivot skips with the note `verb-unsupported`. */
export type Untranslated = {
  readonly name: string;
  readonly kind: "verb" | "noun";
  /** Twilio's page about it. */
  readonly source: string;
  readonly attributes: readonly string[];
};

type Row = readonly [page: string, attributes: string];

const callbacks = "statusCallback statusCallbackEvent statusCallbackMethod";
const recordingCallbacks =
  "recordingStatusCallback recordingStatusCallbackEvent recordingStatusCallbackMethod";
const answeringMachine =
  "amdStatusCallback amdStatusCallbackMethod machineDetection machineDetectionSilenceTimeout " +
  "machineDetectionSpeechEndThreshold machineDetectionSpeechThreshold machineDetectionTimeout";
const relay =
  "backgroundnoisereduction debug deepgramsmartformat dtmfDetection elevenlabsTextNormalization events hints " +
  "ignorebackchannel intelligenceService interruptSensitivity interruptible language partialPrompts preemptible " +
  "profanityFilter reportInputDuringAgentSpeech speechModel speechtimeout transcriptionLanguage " +
  "transcriptionProvider ttsLanguage ttsProvider url voice welcomeGreeting welcomeGreetingInterruptible";

/** By the page of Twilio below https://www.twilio.com/docs/voice/twiml/. */
const verbs: Readonly<Record<string, Row>> = {
  Connect: ["connect", "action method"],
  Dial: [
    "dial",
    "action answerOnBridge callerId events hangupOnStar method passports record recordingConfigurationId " +
      `${recordingCallbacks} recordingTrack referMethod referUrl ringTone sequential timeLimit timeout trim`,
  ],
  Echo: ["", ""],
  Enqueue: ["enqueue", "action maxQueueSize method waitUrl waitUrlMethod workflowSid"],
  Leave: ["leave", ""],
  Message: ["", ""],
  Pay: [
    "pay",
    "action bankAccountType chargeAmount currency description input language maxAttempts minPostalCodeLength " +
      "paymentConnector paymentMethod postalCode securityCode statusCallback statusCallbackMethod timeout " +
      "tokenType validCardTypes",
  ],
  Prompt: ["prompt", "attempt cardType errorType for requireMatchingInputs"],
  Queue: ["queue", "method postWorkActivitySid reservationSid url"],
  Record: [
    "record",
    `action finishOnKey maxLength method playBeep recordingConfigurationId ${recordingCallbacks} timeout ` +
      "transcribe transcribeCallback trim",
  ],
  Refer: ["refer", "action method"],
  Sms: ["sms", "action from method statusCallback to"],
  Start: ["start", "action method"],
  Stop: ["stop", ""],
};

const nouns: Readonly<Record<string, Row>> = {
  AiSession: ["connect", "aiConnector aiSessionConfiguration"],
  Application: ["application", `copyParentTo customerId method ${callbacks} url`],
  ApplicationSid: ["application", ""],
  Assistant: ["connect", `id ${relay}`],
  Autopilot: ["connect", ""],
  Client: ["client", `method ${callbacks} url`],
  Conference: [
    "conference",
    "beep coach endConferenceOnExit eventCallbackUrl jitterBufferSize maxParticipants muted participantLabel record " +
      `recordingConfigurationId ${recordingCallbacks} region startConferenceOnEnter ${callbacks} trim waitMethod ` +
      "waitUrl",
  ],
  Config: ["transcription", "name value"],
  Conversation: [
    "connect",
    `inboundAutocreation inboundTimeout method record ${recordingCallbacks} routingAssignmentTimeout ` +
      `serviceInstanceSid ${callbacks} trim url`,
  ],
  ConversationRelay: ["connect/conversationrelay", relay],
  ConversationRelaySession: ["connect/conversationrelay", "connector sessionConfiguration"],
  // Device and User are Kazoo's own (kzt_twiml:dial/3).
  Device: ["dial", ""],
  Header: ["sip", "name value"],
  Headers: ["sip", ""],
  Identity: ["client", ""],
  Language: ["connect/conversationrelay", "code speechModel transcriptionProvider ttsProvider voice"],
  Number: ["number", `${answeringMachine} byoc method sendDigits ${callbacks} url`],
  Parameter: ["stream", "name value"],
  Queue: ["queue", "method postWorkActivitySid reservationSid url"],
  Recording: ["recording", `channels recordingConfigurationId ${recordingCallbacks} track trim`],
  Room: ["connect", "participantIdentity"],
  Sim: ["dial", ""],
  Sip: ["sip", `${answeringMachine} method password ${callbacks} url username`],
  Siprec: ["siprec", "connectorName name statusCallback statusCallbackMethod track"],
  Stream: [
    "stream",
    "audioFormat connectorName name sampleRate statusCallback statusCallbackMethod track url",
  ],
  Task: ["enqueue", "priority timeout"],
  Transcription: [
    "transcription",
    "enableAutomaticPunctuation hints inboundTrackLabel intelligenceService languageCode name outboundTrackLabel " +
      "partialResults profanityFilter speechModel statusCallbackMethod statusCallbackUrl track transcriptionEngine",
  ],
  Uri: ["sip", "password priority username weight"],
  User: ["dial", ""],
  VirtualAgent: ["connect", "connectorName language sentimentAnalysis statusCallback statusCallbackMethod"],
  WhatsApp: ["whatsapp-noun", `method ${callbacks} url`],
};

/** Every verb and noun of TwiML that has no file here yet: what is added to these folders leaves this list. */
export const untranslated: readonly Untranslated[] = [...list("verb", verbs), ...list("noun", nouns)];

function list(kind: Untranslated["kind"], rows: Readonly<Record<string, Row>>): Untranslated[] {
  return Object.entries(rows).map(([name, [page, attributes]]) => ({
    name,
    kind,
    source: `https://www.twilio.com/docs/voice/twiml/${page}`,
    attributes: attributes.split(" ").filter((attribute) => attribute !== ""),
  }));
}
