import { createHash } from "node:crypto";
import { type Request, type Response, Router } from "express";
import twilio from "twilio";

const { VoiceResponse } = twilio.twiml;
type Twiml = InstanceType<typeof VoiceResponse>;

/** A message that a caller has left. */
export type Message = {
  readonly recordingSid: string;
  readonly from: string;
  /** Whole seconds, as Twilio said. */
  readonly seconds: number;
  /** Of the recording as it was fetched. */
  readonly bytes: number;
  readonly sha256: string;
};

/** What the office remembers. */
export type Office = {
  readonly messages: Message[];
  /** What Twilio told about recordings, `completed 4` a line. */
  readonly told: string[];
};

/** Whom the office calls for a caller, one after the other. */
const phones = ["+15005550010", "+15005550011"];
const voice = { voice: "woman", language: "en-US" } as const;

/**
 * The office behind the shop: 1 finds somebody, and takes a message where nobody answers; 2 takes a message at once; 3 is
 * the weekly meeting; 4 waits for the repair desk.
 */
export function createOffice(office: Office): Router {
  const router = Router();
  router.post("/", (_request, response) => send(response, menu()));
  router.post("/choice", (request, response) => send(response, choice(request.body.Digits)));
  router.post("/find", (request, response) => send(response, find(Number(request.query["phone"] ?? 0))));
  router.post("/found", (request, response) => send(response, found(request)));
  router.post("/message", (_request, response) => send(response, askForMessage()));
  router.post("/message/left", async (request, response) => {
    const message = await keep(request);
    if (message !== undefined) office.messages.push(message);
    send(response, thank(message));
  });
  router.post("/message/status", (request, response) => {
    const { RecordingStatus, RecordingDuration } = request.body;
    office.told.push(`${RecordingStatus} ${RecordingDuration}`);
    response.sendStatus(204);
  });
  router.post("/queue/left", (request, response) => send(response, leftQueue(request.body.QueueResult)));
  router.post("/meeting/left", (_request, response) => send(response, goodbye()));
  return router;
}

function menu(): Twiml {
  const twiml = new VoiceResponse();
  const gather = twiml.gather({ numDigits: 1, timeout: 5, action: "office/choice" });
  gather.say(voice, "Press 1 to speak to somebody, 2 to leave a message, 3 for the meeting, 4 for repairs.");
  twiml.redirect("office/message");
  return twiml;
}

function choice(key: string): Twiml {
  const twiml = new VoiceResponse();
  if (key === "1") twiml.redirect("find");
  else if (key === "3") {
    const dial = twiml.dial({ action: "meeting/left" });
    dial.conference({ startConferenceOnEnter: true, beep: "false", waitUrl: "" }, "weekly meeting");
  } else if (key === "4") {
    twiml.say(voice, "Please wait for the repair desk.");
    twiml.enqueue({ action: "queue/left" }, "repairs");
  } else twiml.redirect("message");
  return twiml;
}

/** Calls a phone; `/found` hears what became of it. */
function find(phone: number): Twiml {
  const twiml = new VoiceResponse();
  const number = phones[phone];
  if (number === undefined) {
    twiml.say(voice, "Nobody can be reached.");
    twiml.redirect("message");
    return twiml;
  }
  twiml.dial({ action: `found?phone=${phone}`, timeout: 10, answerOnBridge: true }, number);
  return twiml;
}

function found(request: Request): Twiml {
  const twiml = new VoiceResponse();
  if (request.body.DialCallStatus === "completed") twiml.say(voice, "Thank you for calling. Goodbye.");
  else twiml.redirect(`find?phone=${Number(request.query["phone"]) + 1}`);
  return twiml;
}

function askForMessage(): Twiml {
  const twiml = new VoiceResponse();
  twiml.say(voice, "Please leave a message after the tone, and press any key.");
  twiml.record({
    action: "message/left",
    maxLength: 60,
    recordingStatusCallback: "message/status",
  });
  twiml.say(voice, "I did not hear a message.");
  return twiml;
}

/** Fetches the recording, as an application does that keeps messages of its own. */
async function keep(request: Request): Promise<Message | undefined> {
  const { RecordingUrl, RecordingSid, RecordingDuration, From } = request.body;
  const response = await fetch(`${RecordingUrl}.mp3`);
  if (!response.ok) return undefined;
  const audio = Buffer.from(await response.arrayBuffer());
  return {
    recordingSid: RecordingSid,
    from: From,
    seconds: Number(RecordingDuration),
    bytes: audio.length,
    sha256: createHash("sha256").update(audio).digest("hex"),
  };
}

function thank(message: Message | undefined): Twiml {
  const twiml = new VoiceResponse();
  if (message === undefined) twiml.say(voice, "Your message was not kept.");
  else twiml.say(voice, `Thank you for your message of ${message.seconds} seconds.`);
  return twiml;
}

function leftQueue(result: string): Twiml {
  const twiml = new VoiceResponse();
  twiml.say(voice, result === "bridged" ? "Thank you." : "The repair desk is closed.");
  return twiml;
}

function goodbye(): Twiml {
  const twiml = new VoiceResponse();
  twiml.say(voice, "Goodbye.");
  return twiml;
}

function send(response: Response, twiml: Twiml): void {
  response.type("text/xml").send(twiml.toString());
}
