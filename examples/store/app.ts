import express, { type Express, type Request, type Response } from "express";
import twilio from "twilio";
import { createOffice, type Office } from "./office.ts";

const { VoiceResponse } = twilio.twiml;

type Store = {
  /** Of the Twilio account whose requests are answered. */
  readonly authToken: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The clock on the shop's wall, as in `Europe/Berlin`. */
  readonly timeZone?: string;
  /** What the office behind the shop remembers. */
  readonly office?: Office;
  /** Under which Twilio reaches this application; without it, what each request says. */
  readonly publicUrl?: string;
};

const opensAt = 9;
const closesAt = 17;
const maxAttempts = 2;
const blockedCallers = new Set(["+15005550001"]);
const voice = { voice: "woman", language: "en-US" } as const;

/** What became of the orders, by number. */
const orders: Readonly<Record<string, string>> = {
  "1001": "is packed and leaves today",
  "1002": "is on its way to you",
  "1003": "waits for you in the shop",
};

/** The telephone of a small shop: a Twilio voice application as many of them are. */
export function createStore({
  authToken,
  now,
  timeZone = "UTC",
  office = { messages: [], told: [] },
  publicUrl,
}: Store): Express {
  const app = express();
  app.set("trust proxy", true);
  app.use(express.urlencoded({ extended: false }));
  app.use(twilio.webhook(authToken, { validate: true, ...signedUrlOf(publicUrl) }));

  app.post("/voice", (request, response) => {
    if (blockedCallers.has(request.body.From)) return send(response, rejection());
    const hour = hourIn(timeZone, now());
    return send(response, hour >= opensAt && hour < closesAt ? frontDesk(request, response) : closed());
  });
  app.post("/menu", (request, response) => send(response, menu(attemptOf(request))));
  app.post("/menu/choice", (request, response) => send(response, menuChoice(request.body.Digits)));
  app.post("/orders", (request, response) => send(response, orderMenu(attemptOf(request))));
  app.post("/orders/status", (request, response) => send(response, orderStatus(request.body.Digits)));
  app.use("/office", createOffice(office));
  return app;
}

function rejection() {
  const twiml = new VoiceResponse();
  twiml.reject({ reason: "busy" });
  return twiml;
}

function closed() {
  const twiml = new VoiceResponse();
  twiml.say(voice, "Hello. The shop is closed now. We are here every day from nine to five.");
  twiml.pause({ length: 1 });
  twiml.say(voice, "Please call again. Goodbye.");
  twiml.hangup();
  return twiml;
}

/** Greets whoever comes for the first time in this call; Twilio keeps cookies for as long as a call lasts. */
function frontDesk(request: Request, response: Response) {
  const isBack = request.headers.cookie?.includes("greeted=yes");
  response.cookie("greeted", "yes", { httpOnly: true });
  const twiml = new VoiceResponse();
  twiml.say(voice, isBack ? "Back at the front desk." : "Hello, and welcome to the corner shop.");
  twiml.redirect({ method: "POST" }, "menu");
  return twiml;
}

function menu(attempt: number) {
  const twiml = new VoiceResponse();
  const gather = twiml.gather({ numDigits: 1, timeout: 5, action: "menu/choice", method: "POST" });
  gather.say(voice, "For opening hours and our address, press 1.");
  gather.say(voice, "To ask about an order, press 2.");
  gather.pause({ length: 1 });
  gather.say(voice, "To hear this again, press 9.");
  return orAgain(twiml, attempt, "menu");
}

function menuChoice(key: string | undefined) {
  const twiml = new VoiceResponse();
  if (key === "1") {
    twiml.say(voice, "We are open every day from nine to five, at 5 Market Street.");
    twiml.pause({ length: 1 });
    twiml.redirect({ method: "POST" }, "../voice");
  } else if (key === "2") {
    twiml.redirect({ method: "POST" }, "../orders");
  } else if (key === "9") {
    twiml.redirect({ method: "POST" }, "../menu");
  } else {
    twiml.say(voice, "Sorry, there is nothing behind this key.");
    twiml.redirect({ method: "POST" }, "../menu");
  }
  return twiml;
}

function orderMenu(attempt: number) {
  const twiml = new VoiceResponse();
  const gather = twiml.gather({ finishOnKey: "#", timeout: 8, action: "orders/status", method: "POST" });
  gather.say(voice, "Please enter the number of your order, and then the pound key.");
  return orAgain(twiml, attempt, "orders");
}

function orderStatus(number = "") {
  const twiml = new VoiceResponse();
  const status = orders[number];
  const spelled = [...number].join(" ");
  twiml.say(voice, status ? `Order ${spelled} ${status}.` : `We have no order ${spelled}.`);
  twiml.redirect({ method: "POST" }, status ? "../menu" : "../orders?attempt=2");
  return twiml;
}

/** What follows a Gather in which nothing was pressed: the same once more, then goodbye. */
function orAgain(twiml: InstanceType<typeof VoiceResponse>, attempt: number, path: string) {
  if (attempt < maxAttempts) {
    twiml.say(voice, "I did not hear anything.");
    twiml.redirect({ method: "POST" }, `${path}?attempt=${attempt + 1}`);
  } else {
    twiml.say(voice, "Goodbye.");
    twiml.hangup();
  }
  return twiml;
}

function attemptOf(request: Request): number {
  return Number(request.query["attempt"] ?? 1);
}

function hourIn(timeZone: string, timeMs: number): number {
  const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone });
  return Number(hour.format(timeMs));
}

/** Host and protocol that Twilio signed, for an application that sees others behind its proxy. */
function signedUrlOf(publicUrl: string | undefined) {
  if (publicUrl === undefined) return {};
  const { host, protocol } = new URL(publicUrl);
  return { host, protocol: protocol.slice(0, -1) };
}

function send(response: Response, twiml: InstanceType<typeof VoiceResponse>): void {
  response.type("text/xml").send(twiml.toString());
}
