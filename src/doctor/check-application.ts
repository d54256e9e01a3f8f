import type { App } from "../config.ts";
import { DocumentError, TwimlError } from "../errors.ts";
import type { Outside } from "../outside.ts";
import { documentVerbs } from "../respond/document-verbs.ts";
import { emptyVisit, fetchDocument } from "../twilio/fetch-document.ts";
import { accountSid, callSid } from "../twilio/sids.ts";
import { type Finding, fault, ok, warning, why } from "./finding.ts";

/** A call that nobody makes. */
const nobody = { accountId: "0".repeat(32), callId: "twivot-doctor" };

/** Kazoo gives up after 5 s; what takes longer costs the caller seconds of silence. */
const SLOW_MS = 4000;

/** Whether an application answers a call with TwiML, and looks at our signature. */
export async function checkApplication(app: App, outside: Outside): Promise<readonly Finding[]> {
  const startedMs = outside.now();
  const first = await ask(app, app.authToken, outside);
  if (typeof first !== "object") return [fault("application", `${nameOf(app)}: ${first}`)];
  const tookMs = outside.now() - startedMs;
  const findings: Finding[] = [];
  if (tookMs > SLOW_MS) {
    const message = `${nameOf(app)}: it took ${tookMs} ms; beyond ${SLOW_MS} ms callers hear silence while Kazoo waits.`;
    findings.push(warning("application", message));
  } else {
    findings.push(ok("application", `${nameOf(app)}: it answers ${first.verbs} verbs in ${tookMs} ms.`));
  }
  findings.push(await checkSignature(app, outside));
  return findings;
}

async function checkSignature(app: App, outside: Outside): Promise<Finding> {
  if (app.authToken === undefined) {
    const message = `${nameOf(app)}: requests are not signed; set TWILIO_AUTH_TOKEN to the token that the application has.`;
    return warning("application-signature", message);
  }
  const second = await ask(app, `not ${app.authToken}`, outside);
  return typeof second === "object"
    ? warning("application-signature", `${nameOf(app)}: it takes requests with a wrong signature too.`)
    : ok("application-signature", `${nameOf(app)}: it accepts our signature and refuses a wrong one.`);
}

/** How many verbs the first document has; a sentence where there is none. */
async function ask(
  app: App,
  authToken: string | undefined,
  outside: Outside,
): Promise<{ readonly verbs: number } | string> {
  const parameters = {
    CallSid: callSid(nobody.accountId, nobody.callId),
    AccountSid: accountSid(nobody.accountId, app.accountSid),
    From: "+15005550006",
    To: "+15005550001",
    Caller: "+15005550006",
    Called: "+15005550001",
    CallStatus: "ringing",
    ApiVersion: "2010-04-01",
    Direction: "inbound",
  };
  const request = { url: app.voiceUrl, method: app.voiceMethod, parameters };
  const account = { authToken, timeoutMs: app.appTimeoutMs };
  try {
    const { document } = await fetchDocument(request, emptyVisit, account, outside);
    return { verbs: documentVerbs(document, () => "http://twivot.example/media/doctor").length };
  } catch (error) {
    if (error instanceof DocumentError && /\b40[013]\b/.test(error.message)) {
      return `${error.message} Where it checks signatures, TWILIO_AUTH_TOKEN must be the application's token and the URL the one that it sees.`;
    }
    if (error instanceof DocumentError || error instanceof TwimlError) return error.message;
    return why(error);
  }
}

function nameOf({ name, voiceUrl }: App): string {
  return `application "${name}" at ${voiceUrl.replace(/[?#].*$/, "").replace(/\/\/[^/@]*@/, "//")}`;
}
