import { TwimlError } from "../errors.ts";
import { positionFinder } from "./position.ts";

/** What is wrong in a document: a sentence, the offset it is about, and what to write instead. */
export type Fault = { readonly message: string; readonly offset: number; readonly hint: string };

/**
 * Makes the error of a fault, with its line and column. Where the whole document is something else (a web
 * page, JSON), the hint is about that.
 */
export function faultError(code: FaultCode, document: string, fault: Fault): TwimlError {
  const hint = hintForOtherFormat(document) ?? fault.hint;
  return new TwimlError(code, fault.message, { ...positionFinder(document)(fault.offset), hint });
}

type FaultCode = "twiml-malformed" | "twiml-wrong-root";

function hintForOtherFormat(document: string): string | undefined {
  if (/^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+)?html[\s>]/i.test(document)) {
    return "The application answered with a web page, perhaps an error page: answer with <Response>.";
  }
  if (/^\s*[[{]/.test(document)) return "The application answered with JSON: answer with <Response>.";
  return undefined;
}
