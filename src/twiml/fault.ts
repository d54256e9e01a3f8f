import { TwimlError } from "../errors.ts";
import type { Position } from "./element.ts";

/** What is wrong in a document: a sentence, the place it is about, and what to write instead. */
export type Fault = {
  readonly code: TwimlFaultCode;
  readonly message: string;
  readonly at: Position;
  readonly hint: string;
};

type TwimlFaultCode = ConstructorParameters<typeof TwimlError>[0];

/** The error of a fault. Where the whole document is a web page or JSON, its hint is about that. */
export function faultError(document: string, { code, message, at, hint }: Fault): TwimlError {
  const { line, column } = at;
  return new TwimlError(code, message, { line, column, hint: hintOnFormat(document) ?? hint });
}

function hintOnFormat(document: string): string | undefined {
  if (/^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+)?html[\s/>]/i.test(document)) {
    return "The application answered with a web page, perhaps of an error: let it begin with <Response>.";
  }
  if (/^\s*[[{]/.test(document)) return "The application answered with JSON: let it begin with <Response>.";
  return undefined;
}
