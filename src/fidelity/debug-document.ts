import { TwivotError } from "../errors.ts";
import {
  askOf,
  type Document,
  digitsOf,
  flowOf,
  isObject,
  methodOf,
  ownUrl,
  parametersOf,
  requestFault,
  textOf,
} from "./debug-request.ts";
import { plainCall } from "./fixture-call.ts";
import { newKeys, pathOf, type RecordedCall, type RecordedRound } from "./record-call.ts";

/** Debug documents that hold no call. */
export class DebugDocumentError extends TwivotError {
  override readonly name = "DebugDocumentError";
  /** Sentences. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super("debug-document", faults.join("\n"), { status: 400 });
    this.faults = faults;
  }
}

/** A call as Kazoo's Pivot kept it. */
export type DebugCall = RecordedCall & {
  readonly callId: string;
  /** Whether the application answered with TwiML, so that its answers are known. */
  readonly hasAnswers: boolean;
};

type Exchange = { readonly request: Document; answer: Document };

/**
 * Reads what Kazoo's API answers for the debugged Pivot requests of one call: a list of objects, for each request one
 * with `uri`, `method` and `req_body`, and one or two with `resp_status_code`, `resp_headers` and `resp_body`; also
 * inside `{ "data": … }`, and newest first.
 *
 * @see cb_pivot:debug_read/2, pivot_call:maybe_debug_req/6
 * @throws {DebugDocumentError} with all faults.
 */
export function readDebugDocuments(text: string): DebugCall {
  const documents = readList(text);
  const callId = onlyCallId(documents);
  const exchanges = pair(inOrder(documents));
  const rounds = readRounds(exchanges);
  const [first] = exchanges;
  const [round] = rounds;
  if (first === undefined || round === undefined) {
    throw new DebugDocumentError(["There is no request in it: no object has a uri."]);
  }
  const hasAnswers = rounds.some(({ asks }) => asks.length > 0);
  const parameters = parametersOf(first.request);
  return {
    callId,
    hasAnswers,
    remarks: [
      `Imported from Kazoo's Pivot debug documents of call ${callId}.`,
      ...(hasAnswers
        ? []
        : ["Its application answered with callflows, kept in recorded/: add TwiML to answers/."]),
    ],
    voice: { method: methodOf(first.request), path: pathOf(ownUrl(first.request)) },
    fallback: undefined,
    kazoo: plainCall.kazoo,
    from: textOf(parameters, "Caller-ID-Number", "CallerNumber", "From"),
    to: textOf(parameters, "Request", "To"),
    rounds,
  };
}

function readList(text: string): readonly Document[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new DebugDocumentError([
      `It is no JSON: ${error instanceof Error ? error.message : String(error)}.`,
    ]);
  }
  const list = isObject(content) ? content["data"] : content;
  if (!Array.isArray(list)) {
    const fault = 'It must be a list of debug documents, or an object with such a list as "data".';
    throw new DebugDocumentError([fault]);
  }
  const faults = list.flatMap((item, index) => (isObject(item) ? [] : [`Item ${index + 1} is no object.`]));
  if (faults.length > 0) throw new DebugDocumentError(faults);
  return list;
}

function onlyCallId(documents: readonly Document[]): string {
  const ids = new Set(documents.map((document) => document["call_id"]).filter((id) => id !== undefined));
  const [id] = ids;
  if (ids.size > 1 || documents.some((document) => "has_schema_errors" in document)) {
    const fault = "It is a list of calls: fetch the documents of one, /pivot/debug/CALL_ID of Kazoo's API.";
    throw new DebugDocumentError([fault]);
  }
  if (typeof id !== "string" || id === "") throw new DebugDocumentError(["No object in it has a call_id."]);
  return id;
}

/** Kazoo lists the newest first or last, by the version; documents of one second stay as they are listed. */
function inOrder(documents: readonly Document[]): readonly Document[] {
  const request = documents.findIndex((document) => "uri" in document);
  const answer = documents.findIndex((document) => isAnswer(document));
  const listed = answer >= 0 && answer < request ? documents.toReversed() : documents;
  const created = ({ created }: Document) => (typeof created === "number" ? created : 0);
  return listed.toSorted((a, b) => created(a) - created(b));
}

function isAnswer(document: Document): boolean {
  return "resp_body" in document || "resp_status_code" in document;
}

/** A request, and all that came before the next one. */
function pair(documents: readonly Document[]): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  const faults: string[] = [];
  for (const document of documents) {
    const last = exchanges.at(-1);
    if ("uri" in document) exchanges.push({ request: document, answer: {} });
    else if (last !== undefined) last.answer = { ...last.answer, ...document };
    else if (isAnswer(document))
      faults.push("An answer in it comes before every request: a part of the call is missing.");
  }
  if (faults.length > 0) throw new DebugDocumentError(faults);
  return exchanges;
}

function readRounds(exchanges: readonly Exchange[]): readonly RecordedRound[] {
  const faults: string[] = [];
  let told: Readonly<Record<string, string>> = {};
  const rounds = exchanges.flatMap(({ request, answer }, index): RecordedRound[] => {
    const fault = requestFault(request);
    if (fault !== undefined) {
      faults.push(`Request ${index + 1}: ${fault}`);
      return [];
    }
    const parameters = parametersOf(request);
    const digits = digitsOf(parameters);
    const pressed = newKeys(told, digits);
    // In the format of TwiML keys are told once (pivot_call:send_req/5).
    told = "CallSid" in parameters ? {} : digits;
    const body = typeof answer["resp_body"] === "string" ? answer["resp_body"] : "";
    const flow = flowOf(body);
    const asks = flow === undefined && "resp_status_code" in answer ? [askOf(request, answer, body)] : [];
    const round = {
      request: { method: methodOf(request), path: pathOf(ownUrl(request)), parameters },
      pressed,
      asks,
    };
    return [flow === undefined ? round : { ...round, flow }];
  });
  if (faults.length > 0) throw new DebugDocumentError(faults);
  return rounds;
}
