import { hangUpOf } from "../callbacks/calls.ts";
import { TwivotError } from "../errors.ts";
import type { Note } from "../fidelity/note.ts";
import type { House } from "../house.ts";
import type { Call } from "../pivot/call.ts";
import { tellInProgress } from "../recordings/recording-callbacks.ts";
import { type Upload, uploadUrl } from "../recordings/upload.ts";
import { standardParameters } from "../twilio/parameters.ts";
import { callSid } from "../twilio/sids.ts";
import { type Answer, apologyAnswer, errorAnswer, flowAnswer } from "./answer.ts";
import { createDocuments } from "./documents.ts";
import { beginTurn, type Errand, findApp, seededBytes } from "./errand.ts";
import { finish } from "./finish.ts";
import { createLinks } from "./links.ts";
import { logFailure, logNotes, logRound } from "./log.ts";
import { nextDraft } from "./next-draft.ts";
import { pay } from "./tokens.ts";
import { watchTurn } from "./watch-turn.ts";

/** From documents to a flow that Kazoo can run; what goes wrong is told to the caller. */
export async function takeTurn(errand: Errand, call: Call, house: House): Promise<Answer> {
  const config = house.config();
  const { log } = house.outside;
  const session = { app: errand.app, callSid: callSid(call.accountId, call.callId) };
  try {
    return await translatedAnswer(errand, call, house);
  } catch (error) {
    logFailure(log, { call, session }, error);
    const isFirst = errand.left === undefined;
    if (error instanceof TwivotError && isFirst && config.onAppError === "fail") return errorAnswer(error);
    return apologyAnswer();
  }
}

async function translatedAnswer(errand: Errand, call: Call, house: House): Promise<Answer> {
  const { box, uploadBox } = house;
  const config = house.config();
  const app = findApp(errand.app, config);
  const startedMs = house.outside.now();
  const turn = await beginTurn(errand, call, app, house);
  const outside = house.capture(turn, app);
  const watch = watchTurn(house.tell, outside.fetch);
  const { tell } = watch;
  const asking = { ...outside, fetch: watch.fetch, randomBytes: seededBytes(errand.seed) };
  const documents = createDocuments(app, config, asking, { shelf: house.shelf, tell });
  const notes: Note[] = [];
  const { draft, session } = await nextDraft(turn, documents, tell, notes).finally(() => {
    for (const { code, severity } of notes) tell({ kind: "note", code, severity });
    logNotes(outside.log, turn, notes);
  });
  const draftedMs = performance.now();
  const nowMs = outside.now();
  const { tokens, isFromOwnBucket } = pay(draft, session.tokens, nowMs);
  const links = createLinks({ ...session, tokens }, { ...outside, box, config, nowMs });
  const uploads: Omit<Upload, "x">[] = [];
  const flow = finish(draft, {
    ...links,
    upload: (recording, by) => {
      const { CallStatus: _, ...parameters } = standardParameters(call, app, config, turn.state);
      const upload = { app: app.name, recording, parameters, leftAtMs: nowMs };
      uploads.push(upload);
      return uploadUrl(upload, by, { box: uploadBox, config });
    },
    recordingFormat: app.platform.recordingFormat,
    ...(isFromOwnBucket ? {} : { buckets: `${session.callSid}-${nowMs.toString(36)}` }),
  });
  await links.saved();
  for (const upload of uploads) {
    if (upload.recording.onBridge !== true) tellInProgress(upload, house);
  }
  const waits = hangUpOf(draft);
  if (waits !== undefined) {
    const parameters = { ...waits.variables, ...standardParameters(call, app, config, turn.state) };
    house.calls.left({ callSid: session.callSid, app, parameters }, waits.hangUp);
  }
  const answer = flowAnswer(flow, turn.setting.kazoo, outside.log);
  tell({ kind: "step", step: "finish", seconds: (performance.now() - draftedMs) / 1000 });
  const tookMs = outside.now() - startedMs;
  logRound(outside.log, turn, {
    ...watch,
    notes,
    tookMs,
    documents: session.documents,
    outcome: answer.outcome,
  });
  return answer;
}
